"""Text fragments: addresses that lead to words in somebody else's page.

Their form, `#:~:text=prefix-,start,end,-suffix`, is that of the WICG's "URL Fragment Text Directives". A browser looks
for each part within one block of the page, and only for whole words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit

from briefgen.span import Span

WHOLE = 7
"""Words up to this number are given whole; more by the first and the last of them."""
EDGE = 3
FEW = 3
CONTEXT = 3
"""How many words before and after tell a place from another, where the same is said or very few words are looked for."""


def finder(url: str, text: str, blocks: Iterable[Span]) -> Callable[[Span], str]:
    """A function from a span of an article's text to its address in the original at `url`.

    `blocks` are the text's paragraphs, ascending. The function gives "" for everything when `url` is not http(s), and
    for a span outside all blocks.
    """
    if urlsplit(url).scheme.lower() not in ("http", "https"):
        return lambda span: ""
    paragraphs = tuple(blocks)
    starts = [block.start for block in paragraphs]
    flat = " ".join(text.split()).casefold()
    base = f"{url}{'' if '#' in url else '#'}:~:text="

    def block_of(offset: int) -> Span | None:
        at = bisect_right(starts, offset) - 1
        return paragraphs[at] if at >= 0 and offset < paragraphs[at].end else None

    def address(span: Span) -> str:
        whole = _whole_words(span.trim(text), text)
        first, last = block_of(whole.start), block_of(whole.end - 1)
        if first is None or last is None or not len(whole):
            return ""
        head = Span(whole.start, min(whole.end, first.end)).of(text).split()
        tail = Span(max(whole.start, last.start), whole.end).of(text).split()
        if first == last and len(head) <= WHOLE:
            parts = [" ".join(head)]
        else:
            parts = [" ".join(head[:EDGE]), " ".join(tail[-EDGE:])]
        encoded = ",".join(map(_encoded, parts))
        # Few words may well stand elsewhere on the page, outside the article.
        is_short = len(parts) == 1 and len(head) < FEW
        if is_short or len(re.findall(rf"(?<!\w){re.escape(parts[0].casefold())}(?!\w)", flat)) > 1:
            before = Span(first.start, whole.start).of(text).split()[-CONTEXT:]
            after = Span(whole.end, last.end).of(text).split()[:CONTEXT]
            encoded = (f"{_encoded(' '.join(before))}-," if before else "") + encoded
            encoded += f",-{_encoded(' '.join(after))}" if after else ""
        return base + encoded

    return address


def _whole_words(span: Span, text: str) -> Span:
    """The span, grown over the words that it cuts."""
    start, end = span.start, span.end
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _encoded(words: str) -> str:
    """Percent-encoded, with the characters that have a meaning in a directive: comma, ampersand and hyphen."""
    return quote(words, safe="").replace("-", "%2D")
