"""A small site, byte for byte. After a change that is meant: `python -m tests.test_golden`, and read the difference."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefgen import __version__
from briefgen.build import build, gather
from briefgen.memo import Memo
from briefgen.project import load
from briefgen.staging import Made
from tests.builds import flat

ROOT = Path(__file__).parent / "site"
EXPECTED = ROOT / "expected"


def site() -> dict[str, bytes]:
    """The site without the theme's assets, annotated by patterns, of no version."""
    built = build(gather(load(ROOT)), Memo())
    own = f"briefgen {__version__}".encode()
    return {
        address: content.replace(own, b"briefgen") if isinstance(built.site[address], Made) else content
        for address, content in flat(built).items()
        if not address.startswith("assets/")
    }


@pytest.mark.usefixtures("pattern_model")
def test_the_site_is_as_expected() -> None:
    expected = {p.relative_to(EXPECTED).as_posix(): p.read_bytes() for p in EXPECTED.rglob("*") if p.is_file()}
    found = site()
    assert sorted(found) == sorted(expected)
    for address, content in found.items():
        assert content.decode() == expected[address].decode(), address


def rewrite() -> None:
    """Make the site that is built now the expected one."""
    from briefgen import annotate
    from briefgen.annotate import nlp
    from tests import reader

    nlp.version = lambda model="": ("en", "patterns")
    nlp.load = lambda model="": object()  # type: ignore[assignment, return-value]
    annotate.annotate = lambda passages, *more: map(reader.annotation, passages)
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for address, content in site().items():
        path = EXPECTED / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    rewrite()
