"""The index of a large site, made by Pagefind: a browser reads of it only what a question needs.

What can be found is what the built-in search finds, taken from the same shards (`pages.search`); no page is looked
into. Pagefind is a program of its own, installed with `briefgen[pagefind]`.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Mapping

from briefgen.pagefind.program import bundled
from briefgen.pagefind.records import recorded
from briefgen.pagefind.steady import in_order

PACKAGES = ("pagefind", "pagefind-bin", "pagefind-bin-extended")
"""What talks to the program, and two makes of it: the larger one parts the words of Chinese and Japanese."""

NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""Files of the bundle that a browser needs beside the index itself; forms and styles of Pagefind's own are left out."""
INDEXES = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pagefind")


def version() -> str:
    """What identifies the installed Pagefind; "" where it, or its program, is missing."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found) if len(found) > 1 and found[0].startswith("pagefind ") else ""


def index(shards: Iterable[bytes], language: str) -> Mapping[str, bytes]:
    """The files of the index of what stands in these shards, by their place in its folder; the same for the same shards.

    Words are taken as those of `language`, whatever an article's own: one question finds everything. Raises
    `BriefgenError` when Pagefind fails.
    """
    # One index for all: Pagefind would ask only that of the page's language.
    code = language.partition("-")[0].lower()
    made = bundled((record for shard in shards for record in recorded(shard)), code)
    return {
        path: content
        for path, content in sorted(in_order(made).items())
        if path in NEEDED or path.endswith(INDEXES)
    }  # fmt: skip
