"""Customer accounts as the back office gives them, checked and spelled our way."""

from typing import Self

from pydantic import Field, model_validator

from functions.core.contacts import Handle
from functions.core.evidence.handles import ascii_host, email_handle, phone_handle
from functions.core.evidence.mail_domains import is_mail_provider, registrable_domain
from functions.core.figures import compact
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.places import note_words
from functions.core.values import Value

MAX_CONTACTS = 500
MAX_DOMAINS = 30


class AccountContact(Value):
    name: str | None = Field(default=None, max_length=200)
    email: Handle | None = None
    phone: Handle | None = None

    @property
    def handles(self) -> tuple[Handle, ...]:
        return tuple(handle for handle in (self.email, self.phone) if handle)


class Account(Value):
    """One customer; a private one has contacts only."""

    customer_number: str = Field(min_length=1, max_length=40)
    name: str | None = Field(default=None, max_length=200)
    private: bool = False
    segment: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=1_000)
    vat_number: str | None = None
    chamber_number: str | None = None
    domains: tuple[str, ...] = Field(default=(), max_length=MAX_DOMAINS)
    contacts: tuple[AccountContact, ...] = Field(default=(), max_length=MAX_CONTACTS)

    @model_validator(mode="after")
    def _domains_are_hosts(self) -> Self:
        for domain in self.domains:
            if registrable_domain(domain) is None:
                raise ValueError(f"{domain!r} is no domain that somebody can have registered")
        return self

    @property
    def numbers(self) -> tuple[str, ...]:
        """What an account is looked up by, as `kind:value`."""
        if self.private:
            return ()
        return (
            f"customer:{self.customer_number.upper()}",
            *([f"vat:{compact(self.vat_number)}"] if self.vat_number else ()),
            *([f"chamber:{compact(self.chamber_number)}"] if self.chamber_number else ()),
        )

    @property
    def mail_domains(self) -> tuple[str, ...]:
        """A mail provider's domain says nothing, whoever lists it."""
        hosts = (ascii_host(domain) for domain in self.domains) if not self.private else ()
        return tuple(dict.fromkeys(h for h in hosts if h and not is_mail_provider(h)))

    @property
    def organisation(self) -> KnownOrganisation | None:
        if self.private:
            return None
        return KnownOrganisation(
            id=f"org:{self.customer_number}",
            name=self.name,
            customer_number=self.customer_number,
            vat_number=compact(self.vat_number) if self.vat_number else None,
            chamber_number=compact(self.chamber_number) if self.chamber_number else None,
            domains=self.mail_domains,
            registered=True,
            places=note_words(self.note),
            segment=self.segment,
        )


def read_contact(
    name: str | None, email: str | None, phone: str | None, region: str = "NL"
) -> AccountContact:
    """A contact with its addresses normalised, national numbers as those of the region's country;
    ValueError names the one that is none.
    """
    mailbox = email_handle(email) if email else None
    number = phone_handle(phone, region) if phone else None
    if email and mailbox is None:
        raise ValueError(f"{email!r} is no mail address")
    if phone and number is None:
        raise ValueError(f"{phone!r} is no phone number")
    return AccountContact(name=name or None, email=mailbox, phone=number)
