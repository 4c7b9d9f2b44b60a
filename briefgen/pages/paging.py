"""Long lists on several pages, such that an edit changes few of them.

Pages do not end after a fixed number of rows, where one more row would move all the rows behind it from
page to page. A page that is long enough ends at the first row whose own name says so (content-defined
chunking: Muthitacharoen, Chen and Mazières 2001), so that pages before and after a change stay as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from briefgen.views.parts import Link

BESIDE = 2
"""How many numbers are shown on either side of a page's own."""


def paged(names: Sequence[str], most: int) -> tuple[tuple[int, int], ...]:
    """The (first row, row behind the last) of each page, with at most `most` rows; about two thirds of it. Never empty."""
    if len(names) <= most:
        return ((0, len(names)),)
    least, ends = most // 2, max(1, most // 6)
    pages: list[tuple[int, int]] = []
    start = 0
    for at, name in enumerate(names, 1):
        size = at - start
        if size == most or (size >= least and zlib.crc32(name.encode()) % ends == 0):
            pages.append((start, at))
            start = at
    if start < len(names):
        pages.append((start, len(names)))
    return tuple(pages)


def beside(count: int, number: int) -> list[int]:
    """The pages that page `number` names: its neighbours, the first and the last, none alone in a gap. [] for one page."""
    if count == 1:
        return []
    near = {1, count} | {n for n in range(number - BESIDE, number + BESIDE + 1) if 1 <= n <= count}
    return sorted(near | {n + 1 for n in near if n + 2 in near})


def numbers(
    count: int, number: int, href: Callable[[int], str], note: Callable[[int], str] = lambda n: ""
) -> tuple[Link, ...]:
    """Links to the pages of a list, seen from page `number`; `note` says what is on one. () for one page."""
    links: list[Link] = []
    before = 0
    for n in beside(count, number):
        if n - before > 1:
            links.append(Link("…", ""))
        links.append(Link(str(n), href(n), current=n == number, note=note(n)))
        before = n
    return tuple(links)
