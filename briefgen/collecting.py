"""The garbage collector, kept away from plain data.

What a build remembers of ten thousand articles is millions of strings and tuples without a cycle among them. Looking for
cycles again and again while they are made takes as long as making them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is collected meanwhile, and what is there at the end is not looked at any more."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
