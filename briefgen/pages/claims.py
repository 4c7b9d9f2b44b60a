"""Who has which address: sources, files, generated pages and former addresses all claim some."""

from __future__ import annotations

from collections import Counter
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
        self._folders: Counter[str] = Counter()
        """How many pages are in each folder, or below it."""
        self.pages: dict[str, Claim | Static] = {}
        """Every file of the site by address, in no certain order."""

    def update(self, claims: Iterable[tuple[Subject, list[Bid] | None]]) -> set[str]:
        """Take in what owners claim now (None: nothing). Gives the addresses at which another page stands since."""
        changed: set[str] = set()
        waiting = self._bids.update(claims)
        while waiting:
            folded = waiting.pop()
            was_held = self._release(folded)
            holder = self._assign(folded)
            if holder:
                changed.add(holder)
            if was_held != bool(holder):
                # Where folders come and go, what claims the same address goes and comes back.
                waiting.update(self._bids.results.keys() & self._count(folded, 1 if holder else -1))
        return changed & self.pages.keys()

    def _release(self, folded: str) -> bool:
        """Take an address from who holds it, if anybody does."""
        self._contested.pop(folded, None)
        before = self._holders.pop(folded, None)
        if before is not None:
            del self.pages[before]
        return before is not None

    def _assign(self, folded: str) -> str:
        """Give an address to the first who claims it; no file can stand where a folder does. Gives it as it is written."""
        bids = self._bids.results.get(folded, ())
        holder = bids[0] if bids and folded not in self._folders else None
        if holder:
            self.pages[holder.address] = holder.page
            self._holders[folded] = holder.address
        belongs = f"belongs to {holder.owner or holder.what}" if holder else "is a folder of the site"
        wrong = tuple(
            Diagnostic(
                path=bid.owner or "content",
                message=f"claims the address {bid.address}, which {belongs}; left out",
                hint="give one of them another name or slug",
            )
            for bid in bids[1 if holder else 0 :]
            # A file of the author's own takes the place of these without a word.
            if bid.address not in (addresses.SITEMAP, addresses.ROBOTS)
        )
        if wrong:
            self._contested[folded] = wrong
        return holder.address if holder else ""

    def _count(self, folded: str, pages: int) -> set[str]:
        """Count a page more or less in the folders above it. Gives those that are there for the first time, or no longer."""
        turned: set[str] = set()
        folder = folded.rpartition("/")[0]
        while folder:
            before = self._folders.pop(folder, 0)
            if before + pages:
                self._folders[folder] = before + pages
            if not (before and before + pages):
                turned.add(folder)
            folder = folder.rpartition("/")[0]
        return turned

    def addresses(self, owner: Subject) -> list[str]:
        """The addresses that an owner claims and that somebody has."""
        return [self._holders[folded] for folded in self._bids.keys(owner) if folded in self._holders]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Who claims what belongs to another."""
        return tuple(one for _, several in sorted(self._contested.items()) for one in several)
