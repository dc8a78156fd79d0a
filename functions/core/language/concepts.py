"""What a customer can be saying, whatever the words, and which team each of it speaks for."""

from collections.abc import Mapping
from enum import StrEnum, auto


class Topic(StrEnum):
    """What a contact is about, in terms of who can help."""

    PRESALES = "presales"
    ORDERS = "orders"
    RETURNS = "returns"
    BILLING = "billing"
    SUPPORT = "support"
    COMPLAINTS = "complaints"
    B2B = "b2b"
    PRIVACY = "privacy"
    SPAM = "spam"
    UNCLEAR = "unclear"


class Signal(StrEnum):
    """What makes a contact more, or less, pressing than others; the most pressing first."""

    DANGER = "danger"
    LEAK = "leak"
    LEGAL_NOTICE = "legal_notice"
    STANDSTILL = "standstill"
    TODAY_OR_LOST = "today_or_lost"
    DELIVERED_NOT_RECEIVED = "delivered_not_received"
    MONEY_TAKEN = "money_taken"
    UNJUSTIFIED_REMINDER = "unjustified_reminder"
    ESCALATION = "escalation"
    REPEATED = "repeated"
    FIRM_DATE = "firm_date"
    NO_HURRY = "no_hurry"
    OPT_OUT = "opt_out"
    NOTHING_TO_DO = "nothing_to_do"
    SOUNDS_URGENT = "sounds_urgent"
    """The learned model says so where no rule does; likewise the two below."""
    SOUNDS_HIGH = "sounds_high"
    SOUNDS_LOW = "sounds_low"


class Concept(StrEnum):
    """One thing said; the phrases for it are in `functions.core.language.lexicon`, per language."""

    # how it is said
    REQUEST = auto()
    NEGATION = auto()
    # before a purchase
    NOT_BOUGHT = auto()
    PRODUCT_QUESTION = auto()
    STOCK = auto()
    ADVICE = auto()
    PRICE = auto()
    TERMS = auto()
    SHOP_INFO = auto()
    # an order under way
    BOUGHT = auto()
    ORDER_STATUS = auto()
    ORDER_CHANGE = auto()
    DELIVERY = auto()
    DELIVERY_INSTRUCTION = auto()
    SAID_DELIVERED = auto()
    NOT_RECEIVED = auto()
    INCOMPLETE = auto()
    # goods that come back
    RETURN_WISH = auto()
    FIT = auto()
    DAMAGED = auto()
    WRONG_ITEM = auto()
    GUARANTEE = auto()
    REFUND = auto()
    REPLACEMENT = auto()
    # money
    INVOICE = auto()
    PAYMENT = auto()
    PAYMENT_FAILED = auto()
    CHARGED_TWICE = auto()
    REMINDER = auto()
    ALREADY_PAID = auto()
    VOUCHER = auto()
    # making it work
    HOW_TO = auto()
    NOT_WORKING = auto()
    ERROR_CODE = auto()
    MANUAL = auto()
    SETTING = auto()
    LOGIN = auto()
    SPARE_PART = auto()
    # how one was treated
    TREATMENT = auto()
    NO_ANSWER = auto()
    REPEATED = auto()
    ESCALATION = auto()
    LEGAL = auto()
    TERM = auto()
    DAMAGES = auto()
    BAD_REVIEW = auto()
    # an organisation's request
    QUOTE = auto()
    VOLUME = auto()
    BUSINESS = auto()
    PURCHASE_ORDER = auto()
    ORGANISATION = auto()
    # personal data
    PRIVACY_RIGHT = auto()
    OPT_OUT = auto()
    LEAK = auto()
    OTHER_PERSON = auto()
    PERSONAL_DATA = auto()
    # nobody to help
    SALES_PITCH = auto()
    SCAM = auto()
    # how pressing
    DANGER = auto()
    STANDSTILL = auto()
    IDLE = auto()
    TODAY = auto()
    TOMORROW = auto()
    EVENT = auto()
    STOP = auto()
    WEEKDAY = auto()
    CALL_NOW = auto()
    DEPENDENTS = auto()
    NO_HURRY = auto()
    THANKS = auto()


T = Topic
C = Concept
"""Short, because the tables of this package are long."""
WEIGHTS: Mapping[Concept, Mapping[Topic, float]] = {
    C.NOT_BOUGHT: {T.PRESALES: 3.0, T.ORDERS: -1.5, T.RETURNS: -1.0, T.SUPPORT: -1.0},
    C.PRODUCT_QUESTION: {T.PRESALES: 1.5},
    C.STOCK: {T.PRESALES: 2.2},
    C.ADVICE: {T.PRESALES: 2.0},
    C.PRICE: {T.PRESALES: 1.2, T.B2B: 0.5},
    C.TERMS: {T.PRESALES: 2.0, T.ORDERS: 0.3},
    C.SHOP_INFO: {T.PRESALES: 2.0},
    C.BOUGHT: {T.ORDERS: 0.8, T.RETURNS: 0.2, T.PRESALES: -0.6},
    C.ORDER_STATUS: {T.ORDERS: 2.0},
    C.ORDER_CHANGE: {T.ORDERS: 2.4},
    C.DELIVERY: {T.ORDERS: 1.0},
    C.DELIVERY_INSTRUCTION: {T.ORDERS: 2.2},
    C.SAID_DELIVERED: {T.ORDERS: 1.6},
    C.NOT_RECEIVED: {T.ORDERS: 1.6},
    C.INCOMPLETE: {T.ORDERS: 1.3, T.RETURNS: 0.8},
    C.RETURN_WISH: {T.RETURNS: 2.2},
    C.FIT: {T.RETURNS: 1.0},
    C.DAMAGED: {T.RETURNS: 1.8, T.SUPPORT: 0.2},
    C.WRONG_ITEM: {T.RETURNS: 2.0},
    C.GUARANTEE: {T.RETURNS: 1.4},
    C.REFUND: {T.RETURNS: 1.8, T.BILLING: 0.3},
    C.REPLACEMENT: {T.RETURNS: 1.3},
    C.INVOICE: {T.BILLING: 2.0},
    C.PAYMENT: {T.BILLING: 1.3},
    C.PAYMENT_FAILED: {T.BILLING: 2.2},
    C.CHARGED_TWICE: {T.BILLING: 3.0},
    C.REMINDER: {T.BILLING: 2.4},
    C.ALREADY_PAID: {T.BILLING: 1.6},
    C.VOUCHER: {T.BILLING: 1.6},
    C.HOW_TO: {T.SUPPORT: 1.2},
    C.NOT_WORKING: {T.SUPPORT: 1.6, T.RETURNS: 0.5},
    C.ERROR_CODE: {T.SUPPORT: 1.8},
    C.MANUAL: {T.SUPPORT: 2.0},
    C.SETTING: {T.SUPPORT: 1.7},
    C.LOGIN: {T.SUPPORT: 2.2},
    C.SPARE_PART: {T.SUPPORT: 1.8, T.PRESALES: 0.3},
    C.TREATMENT: {T.COMPLAINTS: 2.2},
    C.NO_ANSWER: {T.COMPLAINTS: 1.4},
    C.REPEATED: {T.COMPLAINTS: 0.9},
    C.ESCALATION: {T.COMPLAINTS: 2.2},
    C.LEGAL: {T.COMPLAINTS: 2.6},
    C.DAMAGES: {T.COMPLAINTS: 2.2},
    C.BAD_REVIEW: {T.COMPLAINTS: 2.0},
    C.QUOTE: {T.B2B: 2.4},
    C.VOLUME: {T.B2B: 1.1},
    C.BUSINESS: {T.B2B: 2.6},
    C.PURCHASE_ORDER: {T.B2B: 2.8},
    C.ORGANISATION: {T.B2B: 0.5},
    C.PRIVACY_RIGHT: {T.PRIVACY: 3.0},
    C.OPT_OUT: {T.PRIVACY: 3.0},
    C.LEAK: {T.PRIVACY: 3.6},
    C.SALES_PITCH: {T.SPAM: 3.0},
    C.SCAM: {T.SPAM: 3.6},
    C.DANGER: {T.RETURNS: 1.2, T.SUPPORT: 0.4},
    C.STANDSTILL: {T.SUPPORT: 0.6},
    C.IDLE: {T.SUPPORT: 0.4},
}
"""How much a concept speaks for each topic, once, however often it is said."""

DENIABLE = frozenset(
    {
        C.RETURN_WISH, C.REFUND, C.REPLACEMENT, C.ORDER_CHANGE, C.QUOTE, C.GUARANTEE, C.ESCALATION,
        C.DAMAGED, C.NOT_WORKING, C.DAMAGES, C.BUSINESS, C.ADVICE,
    }
)  # fmt: skip
"""Concepts that a negation near them takes back (`exchange is not needed`)."""
DENIABLE_AT_ONCE = frozenset({C.DANGER, C.LEGAL})
"""Taken back only by the word right before them: better found once too often."""
