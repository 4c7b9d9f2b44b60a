"""Readings as bytes and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.encoder import decoding
from briefgen.annotate.encoder.kept import FORMAT, UNITS, Reading, chained, packed, reading, unpacked
from briefgen.annotate.encoder.labels import begin, inside


@st.composite
def labellings(draw: st.DrawFn, words: int) -> list[int]:
    """Labels in which a span begins before it goes on."""
    out: list[int] = []
    for _ in range(words):
        kind = draw(st.integers(0, 12))
        goes_on = [out[-1] + out[-1] % 2] if out and out[-1] else []
        out.append(draw(st.sampled_from([0, begin(kind), *goes_on])))
    return out


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading of up to 30 words."""
    words = draw(st.integers(0, 30))

    def numbers(count: int, least: int, most: int) -> list[int]:
        return draw(st.lists(st.integers(least, most), min_size=count, max_size=count))

    names, parts = draw(labellings(words)), draw(labellings(words))
    count = len(decoding.spans(parts))
    return reading(
        numbers(words, 0, 300),
        numbers(words, 0, 300),
        numbers(words, -200, 200),
        numbers(words, 0, 300),
        names,
        parts,
        [numbers(words, 0, UNITS) for _ in range(3)],
        numbers(len(decoding.spans(names)), 0, UNITS),
        numbers(count, 0, UNITS),
        numbers(count, -200, 200),
        numbers(count, 0, UNITS),
    )


def same(one: Reading | None, other: Reading | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(a.shape == b.shape and np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@given(readings(), st.binary(max_size=20))
def test_the_bytes_of_a_reading_give_it_back(said: Reading, owner: bytes) -> None:
    found = unpacked(packed(said, owner), owner, len(said.tags))
    assert same(found, said)


@given(readings(), st.data())
def test_damaged_bytes_are_not_known(said: Reading, data: st.DataObject) -> None:
    whole = packed(said, b"text")
    at, flipped = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
    damaged = bytearray(whole)
    damaged[at] ^= flipped
    for other in (bytes(damaged), whole[:at], whole + b"\0", whole + whole):
        assert unpacked(other, b"text", len(said.tags)) is None


@given(readings(), st.binary(max_size=40))
def test_bytes_of_something_else_are_not_known(said: Reading, anything: bytes) -> None:
    words = len(said.tags)
    whole = packed(said, b"text")
    assert unpacked(whole, b"another text", words) is None
    assert unpacked(whole, b"text", words + 1) is None
    assert unpacked(b"\xff" + whole[1:], b"text", words) is None
    assert unpacked(anything, b"text", words) is None
    assert unpacked(FORMAT + anything, b"text", words) is None


@given(st.lists(readings(), max_size=4))
def test_stretches_that_follow_each_other_are_one_reading(several: list[Reading]) -> None:
    whole = chained(several)
    assert len(whole.tags) == sum(len(said.tags) for said in several)
    assert same(unpacked(packed(whole, b""), b"", len(whole.tags)), whole)
    names = [span for said in several for span in decoding.spans(said.names.tolist())]
    assert len(whole.sure) == len(names)
    assert [end - start for start, end, _ in decoding.spans(whole.names.tolist())] == [b - a for a, b, _ in names]


def test_what_most_words_are_told_of_takes_little_room() -> None:
    usual = np.arange(60) % 40
    said = reading(
        usual, usual * 0, 1 - usual % 5, usual, usual * 0, [begin(2), *[inside(2)] * 59], np.eye(3, 60) * UNITS,
        [], [9_876], [0], [0],
    )  # fmt: skip
    assert len(packed(said, b"")) < 400
