"""Where a view is shown: links lead from there, and words are in the language of the interface."""

from __future__ import annotations

from msgspec import Struct

from briefgen.interface import Words
from briefgen.pages import addresses


class Here(Struct, frozen=True):
    """A page that views are made for."""

    address: str
    words: Words

    def to(self, target: str, fragment: str = "") -> str:
        """The relative link to another address, percent-encoded."""
        return addresses.link(self.address, target, fragment)
