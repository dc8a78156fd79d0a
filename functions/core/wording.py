"""Reasons in words that an agent reads."""

from collections.abc import Mapping, Sequence

from functions.core.language.concepts import C, Concept, Signal
from functions.core.values import Evidence

S = Signal
SIGNALS: Mapping[Signal, str] = {
    S.DANGER: "danger to people or property",
    S.LEAK: "somebody sees another's data",
    S.LEGAL_NOTICE: "a formal notice with a term",
    S.STANDSTILL: "a business stands still",
    S.TODAY_OR_LOST: "today, or it is too late",
    S.DELIVERED_NOT_RECEIVED: "reported delivered, not received",
    S.MONEY_TAKEN: "money taken wrongly",
    S.UNJUSTIFIED_REMINDER: "a reminder though it was paid",
    S.ESCALATION: "wants somebody in charge",
    S.REPEATED: "asked before without result",
    S.FIRM_DATE: "needed by a day this week",
    S.NO_HURRY: "no hurry, it says",
    S.OPT_OUT: "wants no more advertising",
    S.NOTHING_TO_DO: "nothing to be done",
    S.SOUNDS_URGENT: "reads like something urgent",
    S.SOUNDS_HIGH: "reads like something pressing",
    S.SOUNDS_LOW: "reads like something without hurry",
}
_CONCEPTS: Mapping[Concept, str] = {
    C.NOT_BOUGHT: "has not bought yet",
    C.PRODUCT_QUESTION: "asks about a product",
    C.STOCK: "asks what is in stock",
    C.ADVICE: "asks for advice",
    C.PRICE: "asks for a price",
    C.TERMS: "asks how we deliver or take back",
    C.SHOP_INFO: "asks about the shop",
    C.BOUGHT: "has bought",
    C.ORDER_STATUS: "asks where an order is",
    C.ORDER_CHANGE: "wants an order changed",
    C.DELIVERY: "about a delivery",
    C.DELIVERY_INSTRUCTION: "says how to deliver",
    C.SAID_DELIVERED: "it is said to be delivered",
    C.NOT_RECEIVED: "has not received it",
    C.INCOMPLETE: "something is missing",
    C.RETURN_WISH: "wants to send back",
    C.FIT: "it does not fit",
    C.DAMAGED: "it is damaged",
    C.WRONG_ITEM: "got the wrong thing",
    C.GUARANTEE: "about the guarantee",
    C.REFUND: "wants money back",
    C.REPLACEMENT: "wants a replacement",
    C.INVOICE: "about an invoice",
    C.PAYMENT: "about a payment",
    C.PAYMENT_FAILED: "cannot pay",
    C.CHARGED_TWICE: "was charged wrongly",
    C.REMINDER: "got a reminder",
    C.ALREADY_PAID: "has paid already",
    C.VOUCHER: "about a voucher",
    C.HOW_TO: "asks how it works",
    C.NOT_WORKING: "it does not work",
    C.ERROR_CODE: "an error code",
    C.MANUAL: "about the manual",
    C.SETTING: "about a setting",
    C.LOGIN: "cannot log in",
    C.SPARE_PART: "needs a part",
    C.TREATMENT: "how one was treated",
    C.NO_ANSWER: "got no answer",
    C.REPEATED: "asked before",
    C.ESCALATION: "wants somebody in charge",
    C.LEGAL: "threatens legal steps",
    C.DAMAGES: "claims damages",
    C.BAD_REVIEW: "a bad review",
    C.QUOTE: "wants a quote",
    C.VOLUME: "a large number",
    C.BUSINESS: "writes for a business",
    C.PURCHASE_ORDER: "a purchase order",
    C.PRIVACY_RIGHT: "a right to one's data",
    C.OPT_OUT: "wants no more advertising",
    C.LEAK: "sees another's data",
    C.SALES_PITCH: "wants to sell to us",
    C.SCAM: "looks like a fraud",
    C.DANGER: "speaks of danger",
}
_KINDS: Mapping[str, str] = {
    "nothing_in_common": "a matter of its own",
    "new_question": "announces a new question",
    "automatic_without_thread": "a machine's mail that answers nothing",
    "thread": "answers on this case",
    "automatic_thread": "a machine's answer on this case",
    "case_reference": "quotes this case",
    "same_anchor": "the same number",
    "same_purchase": "the same purchase",
    "part_of_number": "the end of one of its numbers",
    "names_nothing": "names nothing else",
    "only_purchase": "their only purchase",
    "same_words": "the same words",
    "same_subject": "the same subject",
    "same_sender": "the same sender",
    "only_open_case": "their only open case",
    "only_own_case": "the sender's only open case",
    "running_conversation": "the conversation goes on",
    "follow_up": "follows up",
    "another_order": "answers about another order",
    "resolved_too_long_ago": "its case was closed long ago",
    "old_reference": "an old reference: confirm that it belongs here",
    "thread_of_an_old_case": "answers on a case of long ago",
    "thread_of_another_party": "answers somebody else's message",
    "verified_channel": "sender known by the channel",
    "dmarc_passed": "sender proven by the mail's domain",
    "new_handle": "writes for the first time",
    "known_handle": "has written before",
}
_TEAM = frozenset({"rule", "no_rule", "unclear"})
"""With one of these the reasons for the team begin; those for the case stand before."""
_IN_SUMMARY = 3
_WITH_DETAIL = frozenset({"same_anchor", "thread_of_another_party", "old_reference"})


def in_words(signal: Signal) -> str:
    return SIGNALS[signal]


def concept_in_words(concept: Concept) -> str:
    return _CONCEPTS.get(concept, concept.value.replace("_", " "))


def told(evidence: Evidence) -> str:
    """One reason as a person would say it."""
    if evidence.kind == "rule":
        return f'rule "{evidence.detail}"'
    words = _KINDS.get(evidence.kind)
    if words is None:
        return evidence.detail or evidence.kind.replace("_", " ")
    if evidence.kind in _WITH_DETAIL and evidence.detail:
        return f"{words} ({evidence.detail})"
    return words


def summary(because: Sequence[Evidence]) -> str:
    """The first reasons for the team and the one for the case, for the list a team works from."""
    start = next((i for i, reason in enumerate(because) if reason.kind in _TEAM), 0)
    why = because[start : start + _IN_SUMMARY]
    return "; ".join(dict.fromkeys(map(told, (*why, *because[: min(start, 1)]))))
