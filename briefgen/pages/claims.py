"""Who has which address: sources, files, generated pages and former addresses all claim some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from briefgen.briefing.cast import Identity
from briefgen.diagnostic import Diagnostic
from briefgen.keyed import Fold
from briefgen.pages import addresses
from briefgen.source import Static

Subject: TypeAlias = str | Identity | tuple[str, str]


class Claim(Struct, frozen=True, array_like=True):
    """A page that wants an address: what kind it is, of what, and which of several."""

    kind: str
    subject: Subject = ""
    number: int = 1
    """Counted from 1."""


class Bid(NamedTuple):
    """A claim to an address. The least of several has it."""

    precedence: int
    """Articles come before files, files before what is generated, former addresses last."""
    owner: str
    """Path of the source; "" without one."""
    what: str
    """What a page without a source is."""
    address: str
    page: Claim | Static


ARTICLE, FILE, BRIEFING, GENERATED, THEME, FORMER = range(6)


class Claims:
    """Each address goes to the first of those who claim it; kept up to date while owners change their claims."""

    def __init__(self) -> None:
        self._bids: Fold[Subject, list[Bid], str, Bid, tuple[Bid, ...]] = Fold(
            # A file system may not know A from a.
            lambda owner, bids: ((bid.address.casefold(), bid) for bid in bids),
            lambda address, bids: tuple(
                sorted((bid for own in bids.values() for bid in own), key=lambda bid: (bid[:4], str(bid.page)))
            ),
        )
        self._contested: dict[str, tuple[Diagnostic, ...]] = {}
        self._holders: dict[str, str] = {}
        self.pages: dict[str, Claim | Static] = {}
        """Every file of the site by address, in no certain order."""

    def update(self, claims: Iterable[tuple[Subject, list[Bid] | None]]) -> set[str]:
        """Take in what owners claim now (None: nothing). Gives the addresses at which another page stands since."""
        changed: set[str] = set()
        for folded in self._bids.update(claims):
            bids = self._bids.results.get(folded, ())
            before = self._holders.pop(folded, None)
            if before is not None:
                del self.pages[before]
            self._contested.pop(folded, None)
            if not bids:
                continue
            holder, *others = bids
            self.pages[holder.address] = holder.page
            self._holders[folded] = holder.address
            changed.add(holder.address)
            wrong = tuple(
                Diagnostic(
                    path=bid.owner or "content",
                    message=f"claims the address {bid.address}, which belongs to {holder.owner or holder.what}; left out",
                    hint="give one of them another name or slug",
                )
                for bid in others
                # A file of the author's own takes the place of these without a word.
                if bid.address not in (addresses.SITEMAP, addresses.ROBOTS)
            )
            if wrong:
                self._contested[folded] = wrong
        return changed

    def addresses(self, owner: Subject) -> list[str]:
        """The addresses that an owner claims, whoever has them."""
        return [self._holders[folded] for folded in self._bids.keys(owner)]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Who claims what belongs to another."""
        return tuple(one for _, several in sorted(self._contested.items()) for one in several)
