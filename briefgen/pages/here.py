"""Where a view is shown: links lead from there, and words are in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from briefgen.interface import Words
from briefgen.pages import addresses
from briefgen.pages.page import absolute


class Here(Struct, frozen=True):
    """A page that views are made for."""

    address: str
    words: Words
    inside: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Fragments, by address, of pages that this one holds: links to those stay on it."""
    base_url: str = ""
    """Where the site stands, for a page that people take away from it: its links to other pages are absolute."""

    def to(self, target: str, fragment: str = "") -> str:
        """The link to another address, percent-encoded."""
        if target in self.inside:
            return f"#{fragment or self.inside[target]}"
        if self.base_url:
            return absolute(self.base_url, target) + (f"#{fragment}" if fragment else "")
        return addresses.link(self.address, target, fragment)
