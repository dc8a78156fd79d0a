"""What a business customer wants to hear of its orders, as the back office writes it down."""

from functions.aws import rows, table
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.updates.records import OrganisationRecord


def organisation_by_number(customer_number: str) -> str:
    """The id of a customer's organisation. ValueError: there is none by that number."""
    key = rows.organisation_key(f"customer:{customer_number.upper()}")
    found = rows.decode(KnownOrganisation, table.read([key], consistent=True).get(key))
    if found is None:
        raise ValueError(f"business customer {customer_number} is not known; import it first")
    return found.id


def read_preferences(shop: str, organisation: str) -> OrganisationRecord | None:
    key = rows.firm_key(shop, organisation)
    return rows.decode(OrganisationRecord, table.read([key], consistent=True).get(key))


def record_preferences(shop: str, chosen: OrganisationRecord) -> bool:
    """Put them in place of what was chosen before; whether that changed anything.

    The messages of the last days stay counted. ConflictError: one was counted meanwhile.
    """
    key = rows.firm_key(shop, chosen.name)
    row = table.read([key], consistent=True).get(key)
    before = rows.decode(OrganisationRecord, row) or OrganisationRecord(name=chosen.name)
    after = chosen.model_copy(update={"per_day": before.per_day})
    if after == before:
        return False
    version = table.version(row)
    table.put(table.Write(key, after, table.unchanged(version), version=version + 1))
    return True
