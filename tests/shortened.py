"""Short lists, so that small projects have long ones: in this process, and in those that render for it.

What a test changes of a module is changed in its own process only. One that renders for it has the module as
it is written, and so has to be told.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import printing
from briefgen.pages import booklet, feeds, home, lists, people, search

if TYPE_CHECKING:
    import pytest

SHORT = ((lists, "A_PAGE", 4), (people, "A_PAGE", 2), (feeds, "NEWEST", 4), (home, "LATEST", 3))
SHORTER = (
    *SHORT,
    (lists, "SPEAKERS", 2),
    (lists, "KEY_FACTS", 3),
    (people, "COMPANY", 2),
    (booklet, "MOST", 3),
    (search, "A_SHARD", 2),
    (search, "ACTORS_A_SHARD", 3),
)
"""Some of them so short that an edit has more pages made again than it would else."""


def shorten(patch: pytest.MonkeyPatch, *, all: bool) -> None:
    """Make lists short, as long as the patch lasts; `all` that there are, or only those that have pages."""
    for module, name, value in SHORTER if all else SHORT:
        patch.setattr(module, name, value)
    patch.setattr(printing, "_begin", functools.partial(_begin, all))


def _begin(all: bool, memo: Path, taken: bytes) -> None:
    """What a process that renders begins with, in the place of `printing._begin`."""
    for module, name, value in SHORTER if all else SHORT:
        setattr(module, name, value)
    printing._begin(memo, taken)
