"""What comes of a build: a site, what it holds, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.diagnostic import Diagnostic
from briefgen.inputs import Basis
from briefgen.site import Site

if TYPE_CHECKING:
    from briefgen.desk import Desk


class Counts(Struct, frozen=True, kw_only=True):
    """What was built."""

    briefings: int = 0
    articles: int = 0
    actors: int = 0
    quotes: int = 0
    figures: int = 0
    pages: int = 0
    annotated: int = 0
    """How many articles the model had to read."""
    rendered: int = 0
    """How many pages were rendered rather than found."""
    words: int = 0
    """Of the articles that the model had to read."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What there is to say of a build, kept for the next one that finds nothing to do."""

    counts: Counts
    diagnostics: tuple[Diagnostic, ...]


class Built(Struct, frozen=True, kw_only=True):
    """A site, and what there is to say of it."""

    site: Site
    outcome: Outcome
    keys: Mapping[str, tuple[str, str]]
    """(key, digest) of every page that is not a copied file, by address."""
    basis: Basis | None
    """What the pages were planned from."""


def counts_of(desk: Desk, rendered: int) -> Counts:
    """What a settled desk holds, with so many of its pages rendered for it."""
    shown = [one for one in desk.shown.values() if not one.is_index]
    return Counts(
        briefings=len({one.folder for one in desk.shown.values()}),
        articles=len(shown),
        actors=len(desk.plan.cast.dossiers),
        quotes=sum(one.quotes for one in shown),
        figures=sum(len(one.figures) for one in shown),
        pages=desk.plan.made,
        annotated=desk.taken.annotated if desk.taken else 0,
        rendered=rendered,
        words=desk.taken.words if desk.taken else 0,
    )
