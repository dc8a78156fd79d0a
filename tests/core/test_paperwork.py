"""Is a message about a bill itself, or about the goods that it is for?"""

import pytest

from functions.core.evidence.paperwork import is_credited, is_paperwork

BILLS = ("RE-9081", "F2025-6012")


@pytest.mark.parametrize(
    "text",
    [
        "Bitte RE-9081 auf unseren neuen Namen umschreiben.",
        "Could you send re 9081 once more?",
        "Auf RE-9081 fehlt die USt-IdNr. des Empfängers.",
        "Btw ontbreekt op F2025-6012.",
        "Is het te veel geïncasseerde bedrag al onderweg?",
    ],
)
def test_what_is_wrong_on_a_bill_is_about_the_bill(text: str) -> None:
    assert is_paperwork(text, BILLS)


@pytest.mark.parametrize(
    "text",
    [
        "F2025-6012 betalen wij zodra de ontbrekende 20 kilo er is.",
        "F2025-6012 sera payée quand le four chauffera.",
        "Wij betalen F2025-6012 pas als de machine binnen is.",
        "Wanneer staat het geld op onze rekening?",
        "Drei Kübel sind gerissen.\n\nBaumschule Linde\nUSt-IdNr. DE136695976",
    ],
)
def test_what_follows_from_the_goods_is_about_the_goods(text: str) -> None:
    assert not is_paperwork(text, BILLS)


def test_a_credit_note_that_came_is_told_from_one_that_is_asked_for() -> None:
    assert is_credited("Creditnota voor de tweede automaat ontvangen.")
    assert not is_credited("Graag een creditnota voor de tweede automaat.")
