"""What the concepts of a message speak for, alone and together."""

from collections.abc import Iterable, Mapping

from functions.core.contacts import Channel
from functions.core.customers import CustomerFacts
from functions.core.language.concepts import WEIGHTS, Concept, Topic
from functions.core.language.safety import Said


def scores_by_topic(
    strengths: Mapping[Concept, tuple[float, str]],
    said: Said,
    customer: CustomerFacts,
    channel: Channel,
) -> dict[Topic, float]:
    """How much was said for each topic, with what is known of the customer as a small prior."""
    scores: dict[Topic, float] = {t: 0.0 for t in Topic if t != Topic.UNCLEAR}
    for concept, (strength, _) in strengths.items():
        for topic, weight in WEIGHTS.get(concept, {}).items():
            scores[topic] += weight * strength
    for topic, bonus in _together(said, channel):
        scores[topic] += bonus
    if max(scores.values()) > 0:
        for topic, prior in _priors(customer):
            scores[topic] += prior
    return scores


def _together(said: Said, channel: Channel) -> Iterable[tuple[Topic, float]]:
    """What concepts mean together and not each by itself."""
    c = Concept
    if said.all(c.SAID_DELIVERED, c.NOT_RECEIVED):
        yield Topic.ORDERS, 1.5
    if said.all(c.INVOICE, c.GUARANTEE) or said.all(c.INVOICE, c.RETURN_WISH):
        yield Topic.BILLING, 0.8
    if said.all(c.VOLUME, c.PRICE) or (said.is_business and said.any(c.PRICE, c.VOLUME)):
        yield Topic.B2B, 1.6
    if said.all(c.DAMAGED, c.REPLACEMENT) or said.all(c.DELIVERY, c.DAMAGED):
        yield Topic.RETURNS, 0.8
    if said.all(c.DANGER, c.REFUND) or said.all(c.DANGER, c.RETURN_WISH):
        yield Topic.RETURNS, 1.0
    if said.any(c.EVENT) and said.any(c.TODAY, c.TOMORROW, c.WEEKDAY):
        yield Topic.ORDERS, 1.0
    if said.all(c.PURCHASE_ORDER, c.INVOICE):
        yield Topic.B2B, 1.5
    if channel is Channel.REVIEW:
        yield Topic.COMPLAINTS, 2.2
    if said.any(c.LEAK) and not said.any(c.SCAM):
        yield Topic.PRIVACY, 0.8


def _priors(customer: CustomerFacts) -> Iterable[tuple[Topic, float]]:
    if customer.has_open_order:
        yield Topic.ORDERS, 0.4
    if customer.has_open_order is False and customer.delivered_recently is False:
        yield Topic.PRESALES, 0.4
    if customer.delivered_recently:
        yield Topic.RETURNS, 0.2
        yield Topic.SUPPORT, 0.2
    if customer.has_open_return:
        yield Topic.RETURNS, 0.2
    if customer.has_overdue_invoice:
        yield Topic.BILLING, 0.2
    if customer.is_business:
        yield Topic.B2B, 0.3
    if customer.is_business is not None:
        yield Topic.SPAM, -0.8
