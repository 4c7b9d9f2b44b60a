"""How each site generator is called on its site of N articles: Hugo, Eleventy, Pelican, MkDocs and briefgen.

Where a generator has a quicker way to build what it built before (Pelican's cache of what it read, MkDocs' --dirty), that
is how it is timed after a first build, and its label says so. Eleventy's --incremental is used in its server; by command
line (--incremental=FILE) 3.1.8 fails: it asks its templates for what only an earlier build of the same process sets up.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from benchmarks import corpus, outputs
from benchmarks.saving import Server

Build = Literal["cold", "nochange", "edit"]

BASE_TEMPLATES = {
    "briefgen": "templates/base.html",
    "hugo": "layouts/_default/baseof.html",
    "eleventy": "src/_includes/base.njk",
    "pelican": "theme/templates/base.html",
    "mkdocs": "theme/main.html",
}

ANNOTATIONS = ("annotation", "reading")
"""Stages of briefgen's cache that hold what the model said."""


@dataclass(frozen=True, kw_only=True)
class Generator:
    """One way to build a site by command line."""

    label: str
    command: tuple[str, ...]
    folder: Path
    """Where the command is run."""
    output: Path
    page: Path
    """The page of the edited article."""
    article: Path
    """The one that is edited, in the middle of the site."""
    kind: corpus.Kind = "token"
    """How it is edited."""
    marked: bool = False
    """Whether its pages mark figures."""
    environment: Mapping[str, str] = field(default_factory=dict)
    forget: Callable[[], object]
    """What makes the next build a cold one."""
    runs: int = 1000
    """The most runs that are worth their time."""


def builds(
    peer: str, bench: Path, size: int, build: Build, briefgen: tuple[str, ...], *, prepared: bool
) -> list[Generator]:
    """The ways in which a peer's site of `size` articles is built for one measure. A cold build has a folder of its own."""
    site, relative = _site(bench, peer, size)
    if peer == "briefgen":
        return _briefgen_builds(site, relative, build, briefgen, away(bench), prepared=prepared)
    tools = bench / "venv" / "bin"
    output = bench / "out" / build / f"{peer}-{size}"
    output.parent.mkdir(parents=True, exist_ok=True)
    again = build != "cold"
    environment: dict[str, str] = {}
    if peer == "hugo":
        label, command = "Hugo", (str(hugo(bench)), "--quiet", "-d", str(output))
    elif peer == "eleventy":
        label, command = "Eleventy", _eleventy(output, site)
    elif peer == "pelican":
        label = "Pelican, reader cache" if again else "Pelican"
        environment = {"CACHED": "reader"} if again else {}
        cache = ("--cache-path", str(output.with_name(output.name + "-cache"))) if again else ()
        command = (str(tools / "pelican"), "-q", "-o", str(output), *cache)
    elif peer == "mkdocs":
        label = "MkDocs --dirty" if again else "MkDocs"
        command = (str(tools / "mkdocs"), "-q", "build", *(["--dirty"] if again else []), "-d", str(output))
    else:
        raise AssertionError(peer)
    return [
        Generator(
            label=label,
            command=command,
            folder=site,
            output=output,
            page=output / "articles" / relative.stem / "index.html",
            article=site / relative,
            environment=environment,
            forget=lambda: outputs.put_away(output, away(bench)),
        )
    ]


def server(peer: str, bench: Path, size: int, briefgen: tuple[str, ...], *, template: bool) -> Server:
    """A peer's preview server on its site of `size` articles, to edit an article or with `template` the base template.

    MkDocs --dirty would never show an edited template, so that one is timed as it is.
    """
    site, relative = _site(bench, peer, size)
    tools = bench / "venv" / "bin"
    output = bench / "out" / "serve" / f"{peer}-{size}"
    output.parent.mkdir(parents=True, exist_ok=True)
    cache = str(output.with_name(output.name + "-cache"))
    environment: dict[str, str] = {}
    command: tuple[str, ...]
    if peer == "briefgen":
        label = "briefgen serve"
        command = (*briefgen, "serve", "--project", str(site), "--port", "{port}")
    elif peer == "hugo":
        label = "Hugo server"
        command = (str(hugo(bench)), "server", "--port", "{port}", "--bind", "127.0.0.1")
    elif peer == "eleventy":
        label = "Eleventy --serve --incremental"
        command = (*_eleventy(output, site), "--serve", "--incremental", "--port={port}")
    elif peer == "pelican":
        label, environment = "Pelican -l -r, reader cache", {"CACHED": "reader"}
        where = ("-b", "127.0.0.1", "-p", "{port}", "-o", str(output), "--cache-path", cache)
        command = (str(tools / "pelican"), "-l", "-r", *where)
    else:
        dirty = () if template else ("--dirty",)
        label = " ".join(("MkDocs serve", *dirty))
        command = (str(tools / "mkdocs"), "serve", "-q", *dirty, "-a", "127.0.0.1:{port}", "-w", "theme")
    page = f"{relative.parent.name}/{relative.stem}.html" if peer == "briefgen" else f"articles/{relative.stem}/"
    return Server(
        label=label,
        command=command,
        folder=site,
        environment=environment,
        page=f"/{page}",
        article=site / relative,
        template=site / BASE_TEMPLATES[peer],
        output=output,
        marked=peer == "briefgen",
    )


def away(bench: Path) -> Path:
    """Where sites wait that are to be deleted in the end."""
    return bench / "out" / "away"


def hugo(bench: Path) -> Path:
    """Hugo's own binary, inside its Python package."""
    found = sorted(bench.glob("venv/lib/python3*/site-packages/hugo/binaries/hugo*"))
    if not found:
        raise SystemExit(f"there is no Hugo in {bench}: set it up as benchmarks/README.md says")
    return found[0]


def versions(peers: list[str], bench: Path, briefgen: tuple[str, ...]) -> str:
    """What is compared, with versions, in a line."""
    tools = bench / "venv" / "bin"
    commands: dict[str, tuple[str, ...]] = {
        "briefgen": (*briefgen, "--version"),
        "hugo": (str(hugo(bench)), "version"),
        "eleventy": ("node", str(bench / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"), "--version"),
        "pelican": (str(tools / "pelican"), "--version"),
        "mkdocs": (str(tools / "mkdocs"), "--version"),
        "node": ("node", "--version"),
    }
    said: dict[str, str] = {}
    for name in [*peers, *(["node"] if "eleventy" in peers else [])]:
        output = subprocess.run(commands[name], check=True, capture_output=True, text=True).stdout
        said[name] = next(word for word in output.replace(",", " ").split() if any(letter.isdigit() for letter in word))
    said["python"] = sys.version.split()[0]
    return ", ".join(f"{name} {version.split('-')[0].removeprefix('v')}" for name, version in said.items())


def _site(bench: Path, peer: str, size: int) -> tuple[Path, Path]:
    """(a peer's site, the article of it that is edited, relative to it)."""
    where = bench / "sites" / f"{'hugo' if peer == 'briefgen' else peer}-{size}" / "EDIT"
    if not where.is_file():
        raise SystemExit(f"there is no {where.parent}: set it up as benchmarks/README.md says")
    article = Path(where.read_text(encoding="utf-8").split("\n", 1)[0])
    if peer == "briefgen":
        article = Path("content", corpus.story(int(article.name.split("-", 1)[0])), article.name)
    return bench / "sites" / f"{peer}-{size}", article


def _eleventy(output: Path, site: Path) -> tuple[str, ...]:
    program = ("node", "node_modules/@11ty/eleventy/cmd.cjs", "--config=eleventy.config.mjs", "--quiet")
    return *program, f"--output={os.path.relpath(output, site)}"


def _briefgen_builds(
    site: Path, article: Path, build: Build, briefgen: tuple[str, ...], away: Path, *, prepared: bool
) -> list[Generator]:
    output, cache = site / "site", site / ".briefgen"

    def delete() -> None:
        outputs.put_away(output, away)

    def delete_pages() -> None:
        delete()
        forget_pages(cache)

    def delete_all() -> None:
        delete()
        outputs.put_away(cache, away)

    def one(
        label: str, *, kind: corpus.Kind = "token", forget: Callable[[], object] = delete, runs: int = 1000
    ) -> Generator:
        return Generator(
            label=label,
            command=(*briefgen, "build", "--project", str(site), "--quiet"),
            folder=site,
            output=output,
            page=output / article.parent.name / f"{article.stem}.html",
            article=site / article,
            kind=kind,
            marked=True,
            forget=forget,
            runs=runs,
        )

    if build == "nochange":
        return [one("briefgen")]
    if build == "edit":
        return [one("briefgen"), one("briefgen, a new sentence", kind="sentence")]
    kept = [one("briefgen, only annotations kept", forget=delete_pages), one("briefgen, cache kept")]
    return kept if prepared else [one("briefgen, nothing kept", forget=delete_all, runs=1), *kept]


def forget_pages(cache: Path) -> list[str]:
    """Forget everything in briefgen's cache but what the model said; the stages that were forgotten."""
    forgotten: list[str] = []
    for path in sorted(cache.rglob("*.sqlite")):
        with closing(sqlite3.connect(path)) as database, database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                columns = [column[1] for column in database.execute(f'PRAGMA table_info("{table}")')]
                if "stage" not in columns:
                    continue
                for (stage,) in database.execute(f'SELECT DISTINCT stage FROM "{table}"').fetchall():
                    if not str(stage).startswith(ANNOTATIONS):
                        database.execute(f'DELETE FROM "{table}" WHERE stage = ?', (stage,))
                        forgotten.append(stage)
    return forgotten
