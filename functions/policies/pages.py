"""The template files: a page for each milestone, and the words around the news, per language."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from functions.policies.wording import Context

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.environment import TemplateModule

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(*, html: bool) -> "Environment":
    """A name that no context has is an error. HTML is escaped; in plain text it would be seen."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701
        undefined=StrictUndefined,
    )


class Words:
    """What stands around the news: greeting, labels, closing."""

    def __init__(self, written: "Environment", context: Context) -> None:
        self.module: TemplateModule = written.get_template(
            f"{context['language']}/words.jinja"
        ).make_module(context)
        self.is_grave = bool(context["human"])
        self.shop = str(context["shop"])

    def say(self, name: str) -> str:
        return _said(self.module, name)


class Page:
    """One piece of news, as its template words it."""

    def __init__(self, written: "Environment", name: str, context: Context) -> None:
        page = written.get_template(f"{context['language']}/{name}.jinja")
        self._module: TemplateModule = page.make_module(context)
        self._context = context
        self._escapes = bool(written.autoescape)
        self.words = Words(written, context).module

    @property
    def subject(self) -> str:
        return _said(self._module, "subject")

    @property
    def chat(self) -> str:
        return _said(self._module, "chat")

    @property
    def summary(self) -> str:
        """One line of a digest: the subject, and the date that it is about."""
        dates = [
            self._context["window"],
            self._labelled("new_date"),
            self._labelled("last_day"),
            self._context["total"],
        ]
        known = [str(written) for written in dates if written]
        return f"{self.subject} ({known[0]})" if known else self.subject

    @property
    def paragraphs(self) -> list[str]:
        """The news in full; each starts with a capital, as under a heading."""
        from markupsafe import Markup

        parts = [part for part in _said(self._module, "body").split("\n\n") if part.strip()]
        # The environment has escaped it already; splitting cannot open a tag.
        return [Markup(part) if self._escapes else part for part in parts]  # noqa: S704

    @property
    def headed(self) -> list[str]:
        """The paragraphs as they stand under a heading: with a capital, also in German."""
        first, *others = self.paragraphs
        return [first[:1].upper() + first[1:], *others]

    @property
    def lines(self) -> object:
        return self._context["lines"]

    @property
    def link(self) -> object:
        return self._context["tracking_url"]

    @property
    def details(self) -> list[tuple[str, object]]:
        """Labels and what they stand for."""
        amount = "refund" if self._context["refunding"] else "total"
        rows = ((amount, "total"), ("carrier_label", "carrier"), ("code", "tracking_code"))
        return [
            (_said(self.words, label), self._context[name])
            for label, name in rows
            if self._context[name]
        ]

    def _labelled(self, name: str) -> str | None:
        date = self._context[name]
        return f"{_said(self.words, name + '_label')} {date}" if date else None


def _said(module: "TemplateModule", name: str) -> str:
    macro: Callable[[], str] = getattr(module, name)
    return macro().strip()
