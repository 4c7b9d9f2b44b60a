"""A rich site: the demo's stories, and beside them everything that is seldom and that pages must stand all the same.

    python -m tests.showcase FOLDER     builds it, to be looked at

Annotated by the bundled model. What kinds of page there are is asked of the site's plan, so that a kind that is new
is looked at by every check without being named in any.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from briefgen import project
from briefgen.desk import Desk
from briefgen.inputs import gather
from briefgen.memo import Memo
from briefgen.source import Static
from tests.files import Html, write_files

ROOT = Path(__file__).parent.parent
AWKWARD = Path(__file__).parent / "awkward"

SELDOM = "seldom"
"""The story of what is in `AWKWARD`."""

BASE_URL = "https://example.org/briefings/"
SETTINGS = f"""\
title = "briefgen demo"
description = "Two stories as briefgen shows them, and everything that is seldom."
base_url = "{BASE_URL}"
"""

SPEAKERS = (
    "Arda Kellen", "Bo Lindqvist", "Cera Mott", "Dov Ashby", "Elin Varga",
)  # fmt: skip
SAYINGS = (
    "The road to the harbour will stay closed",
    "Nobody has seen the accounts",
    "We shall vote on the bridge again",
    "The ferry cannot carry the lorries",
    "The budget does not hold",
    "Our members want an answer",
)
CUES = ("said", "warned", "insisted", "told the council", "replied", "argued")
ARTICLES, QUOTES = 45, 5
"""Of the long story: so many that quotes, facts and the speakers' own pages take several, and none is long itself."""


class Shown(Struct, frozen=True, order=True):
    """A page of the site."""

    kind: str
    address: str
    number: int
    """Which page of a list that has several."""
    size: int
    """Bytes."""
    language: str
    direction: str


class Showcase(Struct, frozen=True):
    """A built site and its pages, every one of them."""

    folder: Path
    pages: tuple[Shown, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of its pages, sorted."""
        return tuple(sorted({page.kind for page in self.pages}))

    def url(self, page: Shown) -> str:
        """Where a browser finds it."""
        return (self.folder / page.address).as_uri()


def telling(pages: Iterable[Shown]) -> list[Shown]:
    """Of each kind those that differ most: the longest page, the shortest, a list's last, each language's, and what is seldom."""
    kinds: defaultdict[str, list[Shown]] = defaultdict(list)
    for page in sorted(pages):
        kinds[page.kind].append(page)
    chosen: list[Shown] = []
    for one in kinds.values():
        found = [max(one, key=lambda page: page.size), min(one, key=lambda page: page.size)]
        found += [max(one, key=lambda page: page.number)] if any(page.number > 1 for page in one) else []
        found += [page for page in one if page.address.startswith(f"{SELDOM}/")]
        for language in sorted({(page.language, page.direction) for page in one}):
            found.append(max((p for p in one if (p.language, p.direction) == language), key=lambda page: page.size))
        chosen += dict.fromkeys(found)
    return chosen


def richest(pages: Iterable[Shown]) -> list[Shown]:
    """The longest page of each kind."""
    longest: dict[str, Shown] = {}
    for page in sorted(pages):
        if page.kind not in longest or page.size > longest[page.kind].size:
            longest[page.kind] = page
    return list(longest.values())


def make(folder: Path) -> Showcase:
    """Build the site into `folder`/site, drafts too, in a few seconds."""
    root, output = folder / "project", folder / "site"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copytree(AWKWARD, root / "content" / SELDOM)
    write_files(root, {"briefgen.toml": SETTINGS, **dict(long_story())})
    desk = Desk(Memo())
    desk.settle(desk.take(gather(project.load(root), drafts=True), jobs=1))
    return written(desk, output)


def written(desk: Desk, output: Path) -> Showcase:
    """Write the site of a desk that is settled into a folder."""
    shown = []
    for address, claim in sorted(desk.plan.pages.items()):
        path = output / address
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(claim, Static):
            path.write_bytes(Path(claim.file).read_bytes())
            continue
        content = desk.render(desk.plan.recipe(address))
        path.write_bytes(content)
        if address.endswith(".html"):
            html = next(attributes for tag, attributes in Html(content).tags if tag == "html")
            language, direction = html.get("lang", ""), html.get("dir", "")
            shown.append(Shown(claim.kind, address, claim.number, len(content), language, direction))
    return Showcase(output, tuple(shown))


def long_story() -> Iterator[tuple[str, str]]:
    """A story whose lists take several pages, as files: the same every time."""
    chance = random.Random(5)
    yield "content/council/index.md", "---\ntitle: A council that never stops talking\n---\n"
    for number in range(1, ARTICLES + 1):
        date = f"2025-{number // 28 + 5:02}-{number % 28 + 1:02}"
        lines = [f"---\ntitle: The council sits again ({number})\ndate: {date}\nsource: Harbour Gazette\n---\n"]
        for speaker in chance.sample(SPEAKERS, QUOTES):
            cue = chance.choice(CUES)
            saying = f"{chance.choice(SAYINGS)} until {chance.randint(2, 40)} members agree"
            lines.append(
                f'"{saying}," {speaker} {cue} on Monday. The council spent {chance.randint(2, 900)} million crowns in '
                f"{chance.randint(1990, 2024)}, and {chance.randint(2, 90)} people were injured on the bridge.\n"
            )
        yield f"content/council/sitting-{number:02}.md", "\n".join(lines)


def main() -> None:
    """Build it where it is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    made = make(parser.parse_args().folder)
    for page in telling(made.pages):
        print(f"{page.kind:12} {page.size:8,}  {page.address}")  # noqa: T201


if __name__ == "__main__":
    main()
