"""`make preview`: every notice in every language as pages to look at, with an index."""

import html
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from functions import policies
from functions.core.contacts import Handle
from functions.core.notification_policy import Carrier
from functions.core.notifications import Notification, NotificationItem, Recipient
from functions.core.orders import Milestone
from functions.core.updates.records import Fact
from functions.core.values import Language
from functions.policies.rendering import TEMPLATES, Rendered, render

FOLDER = Path("out/preview")
NOW = datetime(2026, 5, 19, 10, tzinfo=UTC)
FACTS = {
    "tracking_url": "https://carrier.example/3STUIN0001",
    "tracking_code": "3STUIN0001",
    "carrier": "PostNL",
    "expected_on": "2026-05-21",
    "new_date": "2026-05-22",
    "last_day": "2026-05-28",
    "lines": "1 × Hark met essenhouten steel\n2 × Zak tuinaarde 40 l",
    "total": "49.95 EUR",
}
WITHOUT = {
    Milestone.CANCELLED: ("tracking_url", "tracking_code"),
    Milestone.LINE_CANCELLED: ("tracking_url", "tracking_code"),
    Milestone.BACK_ORDER: ("tracking_url", "tracking_code"),
    Milestone.PLACED: ("tracking_url", "tracking_code"),
    Milestone.PAID: ("tracking_url", "tracking_code"),
    Milestone.PAYMENT_FAILED: ("tracking_url", "tracking_code"),
    Milestone.REFUNDED: ("tracking_url", "tracking_code", "lines"),
    Milestone.RETURNED: ("tracking_url", "tracking_code"),
}
"""What a notice of that milestone never says."""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Order updates</title>
<style>
body {{ font: 16px/1.5 Arial, sans-serif; max-width: 60rem; margin: 2rem auto; color: #222 }}
table {{ border-collapse: collapse }} td, th {{ padding: .4rem .8rem; text-align: left }}
tr {{ border-bottom: 1px solid #ddd }} pre {{ white-space: pre-wrap }}
</style></head><body>
{body}
</body></html>
"""


def main(folder: Path = FOLDER) -> int:
    """Write the pages; print where the index is."""
    folder.mkdir(parents=True, exist_ok=True)
    for milestone in written():
        for language in Language:
            for carrier in Carrier:
                name, page = _page(milestone, language, carrier)
                (folder / name).write_text(page, encoding="utf-8")
    (folder / "index.html").write_text(_index(), encoding="utf-8")
    sys.stdout.write(f"{len(list(folder.glob('*.html')))} pages: {folder / 'index.html'}\n")
    return 0


def written() -> list[Milestone]:
    """Every milestone that there are templates for, in the order of an order's life."""
    pages = {page.stem for page in (TEMPLATES / Language.DUTCH).glob("*.jinja")}
    return [milestone for milestone in Milestone if milestone.value in pages]


def _page(milestone: Milestone, language: Language, carrier: Carrier) -> tuple[str, str]:
    rendered = render(_notice(milestone, language, carrier), policies.notifications())
    name = f"{milestone}.{language}.{carrier}.html"
    if rendered.html is not None:
        return name, rendered.html
    return name, PAGE.format(body=f"<pre>{html.escape(rendered.text)}</pre>")


def _notice(milestone: Milestone, language: Language, carrier: Carrier) -> Notification:
    hidden = WITHOUT.get(milestone, ())
    return Notification(
        id="preview",
        shop=policies.notifications().default_shop,
        items=(
            NotificationItem(
                fact=Fact(order="820982", milestone=milestone, occurred_at=NOW),
                order_number="#1001",
                facts={name: value for name, value in FACTS.items() if name not in hidden},
            ),
        ),
        recipient=Recipient(
            handle=Handle(scheme="email", value="wout@mail.example"), name="Wout Peeters"
        ),
        provider=carrier,
        language=language,
        due_at=NOW,
    )


def _index() -> str:
    heads = "".join(f"<th>{language.name.title()}</th>" for language in Language)
    rows = "".join(
        f"<tr><td>{html.escape(milestone)}</td>{''.join(_cells(milestone))}</tr>"
        for milestone in written()
    )
    return PAGE.format(body=f"<h1>Order updates</h1><table><tr><th></th>{heads}</tr>{rows}</table>")


def _cells(milestone: Milestone) -> Iterator[str]:
    for language in Language:
        subject = _subject(milestone, language)
        links = " · ".join(
            f'<a href="{milestone}.{language}.{carrier}.html">{label}</a>'
            for carrier, label in (
                (Carrier.MAIL, "mail"),
                (Carrier.WHATSAPP, "chat"),
                (Carrier.SMS, "sms"),
            )
        )
        yield f"<td>{html.escape(subject)}<br>{links}</td>"


def _subject(milestone: Milestone, language: Language) -> str:
    rendered: Rendered = render(
        _notice(milestone, language, Carrier.MAIL), policies.notifications()
    )
    return rendered.subject or ""


if __name__ == "__main__":
    sys.exit(main())
