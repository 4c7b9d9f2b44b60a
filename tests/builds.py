"""A small project, and builds of it as the command line does them."""

from __future__ import annotations

import time
from pathlib import Path

from briefgen import site as sites
from briefgen.build import build, gather
from briefgen.digests import Digests
from briefgen.memo import Memo
from briefgen.outcome import Built, Outcome
from briefgen.project import Project
from briefgen.remembered import former, last_build, learn, remember, sightings, unchanged, untouched
from briefgen.source import Static
from briefgen.staging import Made

DAM = "---\ntitle: Dam gives way\ndate: 2025-03-04\n---\n\nAna Brel fled. “The gate stayed shut,” said Ana Brel. 12 houses fell.\n"
MILL = "# The mill\n\nOvid Marn stayed on 2025-03-05. See [the dam](2025-03-04-dam.md).\n"
FILES = {
    "content/story/index.md": "---\ntitle: Dams\n---\n\nAll of it.\n",
    "content/story/2025-03-04-dam.md": DAM,
    "content/story/mill.md": MILL,
    "content/story/map.svg": "<svg/>",
    "content/other/fr.md": "---\nlang: fr\n---\n\nLe barrage a cédé.\n",
}


def flat(built: Built) -> dict[str, bytes]:
    """A site as bytes."""
    return {address: held(content) for address, content in built.site.items()}


def held(content: bytes | Static | Made) -> bytes:
    """The bytes of one of its files."""
    if isinstance(content, Static):
        return Path(content.file).read_bytes()
    return content if isinstance(content, bytes) else content.content()


def built(project: Project, memo: Memo | None = None, *, drafts: bool = False) -> Built:
    return build(gather(project, drafts=drafts), memo or Memo())


def published(project: Project, memo: Memo, output: Path, *, drafts: bool = False) -> tuple[Built | None, Outcome]:
    """Build into a folder as the command line does: (what was built, None when nothing had to be; what there is to say)."""
    last = last_build(memo, output)
    digests = Digests(sightings(memo), time.time_ns())
    inputs = gather(project, drafts=drafts, digests=digests)
    outcome = unchanged(inputs, last, output)
    if outcome is not None:
        learn(memo, digests)
        return None, outcome
    whole = untouched(last, output)
    result = build(inputs, memo, made=former(memo, output), untouched=whole)
    written = sites.write(result.site, output, untouched=whole)
    remember(inputs, memo, output, result, written, digests)
    return result, result.outcome


def on_disk(output: Path) -> dict[str, bytes]:
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}
