"""Short lists, so that small projects have long ones: in this process, and in those that render for it.

What a test changes of a module is changed in its own process only. One that renders for it has the module as
it is written, and so has to be told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import printing
from briefgen.pages import booklet, feeds, lists, overview, people, search

if TYPE_CHECKING:
    import pytest

SHORT = (
    (lists, "A_PAGE", 4),
    (lists, "SPEAKERS", 2),
    (lists, "KEY_FACTS", 3),
    (people, "A_PAGE", 2),
    (people, "COMPANY", 2),
    (feeds, "NEWEST", 4),
    (overview, "LATEST", 3),
    (booklet, "MOST", 3),
    (search, "A_SHARD", 2),
    (search, "ACTORS_A_SHARD", 3),
)


def shorten(patch: pytest.MonkeyPatch) -> None:
    """Make lists short, as long as the patch lasts."""
    for module, name, value in SHORT:
        patch.setattr(module, name, value)
    patch.setattr(printing, "_begin", _begin)


def _begin(memo: Path, taken: bytes) -> None:
    """What a process that renders begins with, in the place of `printing._begin`."""
    for module, name, value in SHORT:
        setattr(module, name, value)
    printing._begin(memo, taken)
