"""The fields of Lightspeed's orders and shipments that we use."""

from pydantic import Field

from functions.core.untrusted import Identifier, Line, Prose
from functions.providers._payload import Moment, Payload, Someday


class Resource(Payload):
    id: Identifier | None = None


class Link(Payload):
    resource: Resource = Resource()


class Order(Payload):
    id: Identifier
    number: Line | None = None
    status: Line = ""
    createdAt: Moment | None = None  # noqa: N815 - theirs
    updatedAt: Moment | None = None  # noqa: N815 - theirs
    priceIncl: Line | None = None  # noqa: N815 - theirs
    currency: Line | None = None
    email: Line | None = None
    firstname: Line | None = None
    lastname: Line | None = None
    phone: Line | None = None
    mobile: Line | None = None
    isCompany: bool = False  # noqa: N815 - theirs
    companyName: Line | None = None  # noqa: N815 - theirs
    companyVatNumber: Line | None = None  # noqa: N815 - theirs
    companyCoCNumber: Line | None = None  # noqa: N815 - theirs
    reference: Line | None = None
    comment: Prose | None = None
    paymentStatus: Line | None = None  # noqa: N815 - theirs
    paymentId: Line | None = None  # noqa: N815 - theirs
    deliveryDate: Someday = None  # noqa: N815 - theirs
    addressShippingCountry: dict[str, object] | None = None  # noqa: N815 - theirs


class Shipment(Payload):
    id: Identifier
    status: Line = ""
    trackingCode: Line | None = None  # noqa: N815 - theirs
    updatedAt: Moment | None = None  # noqa: N815 - theirs
    order: Link | Line | None = Field(None, union_mode="left_to_right")
