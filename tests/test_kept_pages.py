"""Rendered pages as a memo keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.digests import digest
from briefgen.kept import DIGEST, ORIGIN, PAGE, keep, kept_digest, kept_page, origin, pack, prune
from briefgen.memo import Memo
from briefgen.source import Moved


def holding(content: bytes = b"<p>page</p>" * 50) -> Memo:
    memo = Memo()
    keep(memo, "k", pack(content, {"story": "1"}), ("because",))
    return memo


@given(st.binary(max_size=2000))
def test_a_page_comes_back_as_it_was(content: bytes) -> None:
    memo = holding(content)
    assert kept_page(memo, "k") == content
    assert kept_digest(memo, "k") == digest(content)


def test_it_tells_where_it_comes_from() -> None:
    found = origin(holding(), "k")
    assert found is not None
    assert (found.grounds, found.reasons) == ({"story": "1"}, ("because",))
    assert origin(holding(), "other") is None


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_damaged_page_passes_for_one(place: int, flip: int) -> None:
    content = b"<p>page</p>" * 50
    memo = holding(content)
    stored = bytearray(memo.get(PAGE, "k") or b"")
    place = DIGEST + place % (len(stored) - DIGEST)
    stored[place] ^= flip
    memo.put(PAGE, "k", bytes(stored))
    try:
        found = kept_page(memo, "k")
    except Moved:
        assert memo.get(PAGE, "k") is None
    else:
        # Not every bit of a frame's header counts.
        assert found == content


@pytest.mark.parametrize("stored", [b"", b"short", b"x" * DIGEST, b"x" * 100])
def test_what_is_no_page_is_forgotten(stored: bytes) -> None:
    memo = Memo()
    memo.put(PAGE, "k", stored)
    with pytest.raises(Moved):
        kept_page(memo, "k")
    assert memo.keys(PAGE) == set()


def test_forgetting_takes_all_of_a_page() -> None:
    memo = holding()
    prune(memo, {"k"})
    assert (memo.keys(PAGE), memo.keys(ORIGIN)) == ({"k"}, {"k"})
    prune(memo, set())
    assert (memo.keys(PAGE), memo.keys(ORIGIN)) == (set(), set())
