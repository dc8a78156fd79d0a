"""What the shop knows of a customer when a message comes in."""

from functions.core.values import Value


class CustomerFacts(Value):
    """What the shop knows of the customer; none means not looked up. Small priors only."""

    is_business: bool | None = None
    has_open_order: bool | None = None
    delivered_recently: bool | None = None
    has_open_return: bool | None = None
    has_overdue_invoice: bool | None = None
    contacts_last_30d: int | None = None
    """Contacts about anything; many are no proof of a repeated one."""
    organisation: str | None = None
