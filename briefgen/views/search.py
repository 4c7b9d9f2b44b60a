"""The search page."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import Link


class SearchView(Struct, frozen=True, kw_only=True):
    """search.html: a place for the search form, which assets/search.js makes, and ways that need no JavaScript."""

    actors: Link
    briefings: Link
