"""The fields of Lightspeed's orders and shipments that we use."""

from pydantic import Field

from functions.core.moments import Someday, Sometime
from functions.core.untrusted import Identifier, Line, Prose, Theirs


class Resource(Theirs):
    id: Identifier | None = None


class Link(Theirs):
    resource: Resource = Resource()


class Order(Theirs):
    id: Identifier
    number: Line | None = None
    status: Line = ""
    createdAt: Sometime = None  # noqa: N815 - theirs
    updatedAt: Sometime = None  # noqa: N815 - theirs
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


class Shipment(Theirs):
    id: Identifier
    status: Line = ""
    trackingCode: Line | None = None  # noqa: N815 - theirs
    updatedAt: Sometime = None  # noqa: N815 - theirs
    order: Link | Line | None = Field(None, union_mode="left_to_right")
