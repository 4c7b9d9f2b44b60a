"""How heavy pages are: what is loaded with each, and an article of exactly known length and annotations."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from tests.files import Html

HTML, CSS, JAVASCRIPT = 60_000, 30_000, 20_000
"""Limits in bytes, uncompressed, for the page of an article of `WORDS` words with `ANNOTATIONS`: of the page, of all style
sheets that a screen waits for, of all programs that are loaded before anything is searched for."""

ANY_CSS, PAPER = 38_000, 8_000
"""Limits for every other page's style sheets, and for the one that only paper needs, which browsers load last."""

WORDS = 1000
ANNOTATIONS: Mapping[str, int] = {"quotes": 12, "figures": 14, "dates": 8, "key facts": 9, "names": 17}
"""Of such an article; 60 in all."""

PEOPLE = ("Ana Brel", "Ovid Marn", "Lena Aalto", "Tobin Daskell", "Maren Vogt")
FILLER = "while the water went on along the old road past the mill and nobody in the valley knew what would come of it"


class Weight(Struct, frozen=True):
    """Bytes of a page and of what it loads."""

    html: int
    css: int
    javascript: int
    html_packed: int
    css_packed: int
    javascript_packed: int


def weigh(site: Mapping[str, bytes], address: str, base: str = "https://site.invalid/") -> Weight:
    """What a page of a site weighs, also as gzip packs it. `base` is where the site says that it stands."""
    page = site[address]
    tags = Html(page).tags
    sheets = [
        at["href"] for tag, at in tags if tag == "link" and at.get("rel") == "stylesheet" and at.get("media") != "print"
    ]
    programs = [at["src"] for tag, at in tags if tag == "script" and "src" in at]
    css = [site[place(base, address, one)] for one in sheets]
    javascript = [site[place(base, address, one)] for one in programs]
    return Weight(
        len(page), size(css), size(javascript), packed([page]), packed(css), packed(javascript)
    )  # fmt: skip


def place(base: str, address: str, href: str) -> str:
    """The address that a page's link leads to."""
    return urlsplit(urljoin(base + address, href)).path.removeprefix(urlsplit(base).path)


def size(files: list[bytes]) -> int:
    """Bytes of some files."""
    return sum(map(len, files))


def packed(files: list[bytes]) -> int:
    """Bytes of some files, each packed by itself."""
    return sum(len(gzip.compress(one, 9, mtime=0)) for one in files)


def read(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by address."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def article() -> str:
    """An article that the patterns of `tests.reader` find exactly `ANNOTATIONS` in, with a body of `WORDS` words.

    Every quote names its speaker, which is a name marked too; the patterns take the first nine sentences for key facts.
    """
    sentences = [
        f"“The gate stayed shut for longer than anybody had been told,” {'said' if n % 2 else 'warned'} {PEOPLE[n % 5]}."
        for n in range(ANNOTATIONS["quotes"])
    ]
    sentences += [f"At least {120 + n} houses fell near the mill." for n in range(ANNOTATIONS["figures"])]
    sentences += [f"It was written down on 2025-03-{n + 1:02} by the clerk." for n in range(ANNOTATIONS["dates"])]
    others = ANNOTATIONS["names"] - ANNOTATIONS["quotes"]
    sentences += [f"Nobody had seen {PEOPLE[n % 5]} there." for n in range(others)]
    # Shuffled, the same way each time: 17 has no divisor in common with their number.
    sentences = [sentences[n * 17 % len(sentences)] for n in range(len(sentences))]
    missing = WORDS - sum(len(one.split()) for one in sentences)
    words = (FILLER + " ") * (missing // len(FILLER.split()) + 1)
    filler = words.split()[:missing]
    each = -(-len(filler) // len(sentences))
    paragraphs = []
    for number, one in enumerate(sentences):
        rest = filler[number * each : (number + 1) * each]
        # In a sentence of its own, so that the key facts are those of the shuffle.
        paragraphs.append(f"{one} {' '.join(rest).capitalize()}." if rest else one)
    blocks = [" ".join(paragraphs[n : n + 4]) for n in range(0, len(paragraphs), 4)]
    return (
        "---\ntitle: The gate that stayed shut\ndate: 2025-03-04\nsource: Ledger\nurl: https://example.org/gate\n---\n\n"
        + "\n\n".join(blocks)
        + "\n"
    )
