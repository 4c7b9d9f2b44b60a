"""Half-open stretches of text. All arithmetic on offsets stands here and in `markdown`."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Span(Struct, frozen=True, order=True, array_like=True):
    """`[start, end)` in Unicode code points; written as `[start, end]` in JSON.

    A span never carries its text: `span.of(text)` reads it, so it cannot disagree with the text.
    """

    start: int
    """Offset of the first code point."""
    end: int
    """Offset just behind the last code point."""

    def of(self, text: str) -> str:
        """The slice of `text` that this span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same stretch, `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def trim(self, text: str, characters: str | None = None) -> Span:
        """The span without leading and trailing `characters` (white space by default)."""
        start, end = self.start, self.end
        strip = str.isspace if characters is None else characters.__contains__
        while start < end and strip(text[start]):
            start += 1
        while end > start and strip(text[end - 1]):
            end -= 1
        return Span(start, end)

    def __len__(self) -> int:
        return self.end - self.start


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans` (at least one)."""
    ordered = sorted(spans)
    return Span(ordered[0].start, max(span.end for span in ordered))
