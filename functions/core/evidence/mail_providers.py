"""Where unrelated people have mail addresses: free mail, internet providers, institutions.

Compiled by hand for the Netherlands, Belgium, Germany, France and the neighbours; add freely.
"""


def _words(text: str) -> list[str]:
    return text.split()


# Under any public suffix: hotmail.nl, yahoo.co.uk, gmx.at.
WORLDWIDE_PROVIDERS = frozenset(
    _words("""
    amazon aol ebay fastmail gmail gmx googlemail hotmail hushmail icloud live mailfence
    mailinator msn outlook posteo proton protonmail rocketmail tuta tutamail tutanota yahoo
    yandex ymail zohomail
    """)
)

MAIL_PROVIDERS = frozenset(
    _words("""
    aim.com mail.com email.com inbox.com inbox.lv pm.me me.com mac.com qq.com 163.com 126.com
    sina.com naver.com daum.net hanmail.net seznam.cz email.cz rediffmail.com mail.ru bk.ru
    list.ru inbox.ru rambler.ru ukr.net wp.pl o2.pl interia.pl onet.pl libero.it virgilio.it
    tiscali.it alice.it tin.it terra.com.br uol.com.br bol.com.br comcast.net verizon.net
    att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net shaw.ca rogers.com
    bell.net sympatico.ca bigpond.com optusnet.com.au btinternet.com talktalk.net
    virginmedia.com ntlworld.com blueyonder.co.uk sky.com duck.com hey.com skiff.com
    simplelogin.com privaterelay.appleid.com appleid.com mozmail.com anonaddy.com anonaddy.me
    guerrillamail.com 10minutemail.com yopmail.com temp-mail.org trashmail.com sharklasers.com
    yahoogroups.com googlegroups.com groups.io bol.com marktplaats.nl

    ziggo.nl ziggomail.com kpnmail.nl kpnplanet.nl kpn.nl planet.nl xs4all.nl home.nl casema.nl
    upcmail.nl upc.nl chello.nl quicknet.nl hetnet.nl tele2.nl telfort.nl telfortglasvezel.nl
    solcon.nl solconmail.nl online.nl zonnet.nl wanadoo.nl orange.nl freeler.nl tiscali.nl
    caiway.nl caiway.net kabelfoon.nl kabelfoon.net delta.nl zeelandnet.nl deltamail.nl
    versatel.nl introweb.nl hccnet.nl dds.nl demon.nl iae.nl wxs.nl t-mobilethuis.nl
    tmobilethuis.nl odido.nl ziezo.nl onsbrabantnet.nl onsnet.nu glasoperator.nl trined.nl
    multiweb.nl multikabel.nl essentkabel.com edpnet.nl concepts.nl concepts-ict.nl antenna.nl
    filternet.nl lijbrandt.nl kpnthuis.nl vodafonethuis.nl vodafonevast.nl youfone.nl
    budgetthuis.nl plex.nl skpnet.nl rekamail.nl cybercomm.nl euronet.nl freemail.nl
    mail-online.nl webmail.nl tweak.nl stipte.nl snlr.nl kliksafe.nl kliksafemail.nl
    breedband.nl breedbandarnhem.nl hotmai.nl fiber.nl zeggis.nl zeggis.com soverin.net
    soverin.com

    telenet.be skynet.be proximus.be belgacom.net pandora.be scarlet.be base.be voo.be orange.be
    edpnet.be tele2allin.be dommel.be brutele.be numericable.be mobistar.be mobistarmail.be
    versateladsl.be tvcablenet.be euphonynet.be advalvas.be vt4.net fulladsl.be swing.be
    coditel.net evonet.be busmail.net village.uunet.be yucom.be

    web.de t-online.de magenta.de freenet.de arcor.de online.de vodafone.de vodafonemail.de
    kabelmail.de kabelbw.de unitybox.de unitymedia.de 1und1.de email.de freemail.de o2online.de
    o2mail.de alice.de alice-dsl.net alice-dsl.de hansenet.de netcologne.de ewetel.net ewe.net
    ewetel.de ewe.de versanet.de osnanet.de htp-tel.de mnet-mail.de mnet-online.de m-net.de
    t-online.com lycos.de tiscali.de compuserve.de compuserve.com primacom.net teleos-web.de
    swbmail.de nefkom.net nord-com.net willytel.de wtnet.de dokom.net gelsennet.de tele2.de
    telecolumbus.net pyur.com einsundeins.de emailn.de epost.de ok.de firemail.de kabelmail.net
    posteo.net mailbox.org systemli.org riseup.net disroot.org t-mobile.de eplus.de bluewin.ch
    sunrise.ch hispeed.ch swissonline.ch swissmail.org green.ch quickline.ch chello.at aon.at
    a1.net drei.at inode.at liwest.at utanet.at kabsi.at tele2.at pt.lu vo.lu internet.lu
    luxmail.lu

    orange.fr wanadoo.fr free.fr laposte.net laposte.fr sfr.fr neuf.fr cegetel.net
    club-internet.fr numericable.fr numericable.com noos.fr bbox.fr aliceadsl.fr alice.fr
    voila.fr 9online.fr 9business.fr tele2.fr libertysurf.fr tiscali.fr freesbee.fr infonie.fr
    modulonet.fr caramail.com caramail.fr mailo.com mailo.fr netcourrier.com red-by-sfr.fr
    sfr.net estvideo.fr evc.net evhr.net dartybox.com worldonline.fr nordnet.fr nordnet.com
    ozone.net gmal.com gmial.com gmai.com gamil.com hotmial.com hotmai.com outlok.com iclud.com

    simpletexting.com cloudflare-email.net privaterelay.com passmail.net passmail.com
    """)
)

INSTITUTIONS = frozenset(
    _words("""
    uva.nl vu.nl ru.nl uu.nl tudelft.nl tue.nl utwente.nl wur.nl rug.nl eur.nl
    tilburguniversity.edu leidenuniv.nl maastrichtuniversity.nl ou.nl hva.nl hu.nl han.nl
    fontys.nl saxion.nl avans.nl inholland.nl hhs.nl hr.nl hanze.nl nhlstenden.com windesheim.nl
    zuyd.nl hz.nl buas.nl rocva.nl rocvantwente.nl rocmn.nl deltion.nl albeda.nl zadkine.nl
    mboutrecht.nl noorderpoort.nl amsterdam.nl rotterdam.nl denhaag.nl utrecht.nl eindhoven.nl
    groningen.nl tilburg.nl almere.nl breda.nl nijmegen.nl apeldoorn.nl arnhem.nl haarlem.nl
    enschede.nl amersfoort.nl zaanstad.nl haarlemmermeer.nl s-hertogenbosch.nl zwolle.nl
    leiden.nl maastricht.nl dordrecht.nl ede.nl zoetermeer.nl deventer.nl delft.nl alkmaar.nl
    venlo.nl emmen.nl helmond.nl hilversum.nl rijksoverheid.nl minvenj.nl politie.nl
    belastingdienst.nl kennisnet.nl kuleuven.be ugent.be uantwerpen.be vub.be ulb.be
    uclouvain.be uliege.be uhasselt.be antwerpen.be stad.gent brugge.be leuven.be mechelen.be
    hasselt.be kortrijk.be liege.be vlaanderen.be fgov.be spw.wallonie.be wallonie.be
    onderwijs.gent hogent.be odisee.be ucll.be berlin.de hamburg.de muenchen.de koeln.de
    frankfurt.de stuttgart.de duesseldorf.de leipzig.de dortmund.de essen.de bremen.de
    dresden.de hannover.de nuernberg.de bund.de bayern.de nrw.de lmu.de tum.de rwth-aachen.de
    kit.edu paris.fr marseille.fr lyon.fr toulouse.fr nice.fr nantes.fr strasbourg.eu
    montpellier.fr bordeaux.fr lille.fr gouv.fr education.gouv.fr sorbonne-universite.fr
    """)
)

INSTITUTION_STARTS = {
    "nl": ("gemeente", "rsg-", "ksg-", "obs-", "cbs-"),
    "be": ("gemeente", "commune-", "ville-", "sint-"),
    "de": (
        "stadt-",
        "gemeinde-",
        "kreis-",
        "landkreis-",
        "uni-",
        "hs-",
        "fh-",
        "tu-",
        "th-",
        "ph-",
    ),
    "fr": ("mairie-", "ville-", "univ-", "ac-", "lycee-", "ecole-", "college-"),
}

INSTITUTION_LABELS = frozenset(
    _words("""
    student students studenten studerende etu etudiant leerling leerlingen leraar schueler stud
    pupils pupil alumni edu ac
    """)
)
