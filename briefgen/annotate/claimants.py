"""Who says so: facts inside an attribution are its speaker's claims, all others the article's own."""

from __future__ import annotations

from bisect import bisect_right

from msgspec.structs import replace

from briefgen.annotation import Fact, Quote


def with_claimants(facts: tuple[Fact, ...], quotes: tuple[Quote, ...]) -> tuple[Fact, ...]:
    """The facts, each with the speaker of the shortest quote whose content holds it.

    A quote without a speaker ("it is believed that …") makes no claimant. Where quotes nest, the
    innermost speaker is the one who vouches for the fact.
    """
    contents = sorted((span.start, span.end, k) for k, quote in enumerate(quotes) for span in quote.content)
    starts = [start for start, _, _ in contents]
    longest = max((end - start for start, end, _ in contents), default=0)
    out = []
    for fact in facts:
        inner: tuple[int, int] | None = None
        k = bisect_right(starts, fact.span.start) - 1
        while k >= 0 and starts[k] >= fact.span.end - longest:
            start, end, quote = contents[k]
            if end >= fact.span.end and quotes[quote].speaker and (inner is None or end - start < inner[0]):
                inner = (end - start, quote)
            k -= 1
        out.append(fact if inner is None else replace(fact, claimant=quotes[inner[1]].speaker))
    return tuple(out)
