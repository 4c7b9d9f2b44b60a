"""briefgen beside Hugo, Eleventy, Pelican and MkDocs on the same articles, in one run.

    python -m benchmarks.peers BENCH [--sizes 100,1000,10000] [--peers hugo,eleventy,pelican,mkdocs]
                               [--what cold,nochange,edit,saved,template] [--runs 5] [--prepared] [--json FILE]

BENCH is a folder with the peers and their sites (see README.md here). briefgen's project is made there, of the articles
of Hugo's. Everything is measured in turns with Hugo (A B A B), so that a slower minute of the machine hits both. The
tables go to the standard output when all is done or the run is stopped, what is going on to the standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter, strftime
from typing import Literal

from benchmarks import corpus, generators, outputs, stopwatch, tables
from benchmarks.generators import Build, Generator
from benchmarks.outputs import Files
from benchmarks.saving import serving, take_turns
from benchmarks.stopwatch import Run, measure
from benchmarks.tables import Built, Session
from briefgen.theme import THEME

Save = Literal["saved", "template"]

BUILDS: tuple[Build, ...] = ("cold", "nochange", "edit")
SAVES: tuple[Save, ...] = ("saved", "template")
WHAT = (*BUILDS, *SAVES)
EDITS, TEMPLATE_EDITS = 9, 5

TITLES = {
    "cold": "Cold build: no output folder",
    "nochange": "Nothing changed",
    "edit": "One article edited, by command line",
    "files": "Files of the output folder after one edit",
    "token": "Save-to-served: one word of an article",
    "sentence": "Save-to-served: a new sentence, whose figure is marked in the page that is served",
    "template": "Save-to-served: the base template, for the page that is looked at",
}


@dataclass(frozen=True, kw_only=True)
class Course:
    """How everything is to be measured."""

    bench: Path
    briefgen: tuple[str, ...]
    """Its command line."""
    peers: list[str]
    """Hugo is beside each of them."""
    runs: int
    """Pairs of builds."""
    seconds: float
    """No more pairs, or edits of a kind, are begun after this."""
    prepared: bool
    """Whether the build with nothing kept is left out."""


@dataclass(frozen=True)
class Findings:
    """What was measured so far."""

    built: dict[str, list[Built]] = field(default_factory=lambda: {one: [] for one in BUILDS})
    sessions: list[Session] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """The machine, versions, and whatever else there is to say."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, metavar="BENCH")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--peers", default="hugo,eleventy,pelican,mkdocs", help="briefgen and Hugo always take part")
    parser.add_argument("--what", default=",".join(WHAT))
    parser.add_argument("--runs", type=int, default=5, help="pairs of builds")
    parser.add_argument("--seconds", type=float, default=400, help="begin no more pairs or edits of a kind after this")
    parser.add_argument("--prepared", action="store_true", help="leave out the build with nothing kept")
    parser.add_argument("--without-briefgen", action="store_true", help="the peers alone")
    parser.add_argument("--briefgen", default=f"{shlex.quote(sys.executable)} -m briefgen", help="its command line")
    parser.add_argument("--json", type=Path, help="write every single figure here")
    arguments = parser.parse_args()
    what = arguments.what.split(",")
    if unknown := set(what) - set(WHAT):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}: {', '.join(WHAT)}")
    if strangers := set(arguments.peers.split(",")) - set(generators.BASE_TEMPLATES):
        parser.error(f"there is no peer {', '.join(sorted(strangers))}: {', '.join(generators.BASE_TEMPLATES)}")
    peers = [peer for peer in arguments.peers.split(",") if peer not in ("hugo", "briefgen")]
    if not arguments.without_briefgen:
        peers.insert(0, "briefgen")
    course = Course(
        bench=arguments.bench.resolve(),
        briefgen=tuple(shlex.split(arguments.briefgen)),
        peers=peers or ["hugo"],
        runs=arguments.runs,
        seconds=arguments.seconds,
        prepared=arguments.prepared,
    )
    findings = Findings()
    findings.remarks.append(f"{strftime('%Y-%m-%d %H:%M')}, {stopwatch.machine()}")
    findings.remarks.append(generators.versions(["hugo", *peers], course.bench, course.briefgen))
    findings.remarks.append(f"load before: {stopwatch.load()}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what runs is ended, what was measured is printed
    try:
        for size in map(int, arguments.sizes.split(",")):
            if "briefgen" in peers:
                _prepare(findings, course, size, build=course.prepared or "cold" not in what)
            for build in BUILDS:
                if build in what:
                    _build(findings, course, size, build)
            for save in SAVES:
                if save in what:
                    _serve(findings, course, size, save)
    finally:
        findings.remarks.append(f"load after: {stopwatch.load()}")
        shutil.rmtree(generators.away(course.bench), ignore_errors=True)
        sys.stdout.write(report(findings))
        if arguments.json:
            arguments.json.write_text(json.dumps(asdict(findings), indent=1), encoding="utf-8")


def report(findings: Findings) -> str:
    """The tables of everything that was measured."""
    parts = [(TITLES[one], tables.builds(rows)) for one, rows in findings.built.items() if rows]
    if findings.built["edit"]:
        parts.append((TITLES["files"], tables.files(findings.built["edit"])))
    kinds = dict.fromkeys(save.kind for session in findings.sessions for save in session.served.saves)
    parts += [(TITLES[kind], tables.saves(findings.sessions, kind)) for kind in kinds]
    remarks = "".join(f"- {remark}\n" for remark in findings.remarks)
    return "\n".join([remarks, *(f"**{title}**\n\n{table}" for title, table in parts)])


def _prepare(findings: Findings, course: Course, size: int, *, build: bool) -> None:
    """Make briefgen's project, and its site when it is not to be built cold."""
    project = course.bench / "sites" / f"briefgen-{size}"
    words = corpus.make(course.bench / "sites" / f"hugo-{size}", project, THEME / "base.html")
    made = f"{size:,} articles, {words:,} words; briefgen's in briefings of {corpus.A_STORY}"
    if build:
        _say(f"briefgen: bringing the site of {size} articles up to date")
        kept = "the cache of an earlier run" if (project / ".briefgen").is_dir() else "nothing, so all was annotated"
        run = measure((*course.briefgen, "build", "--project", str(project), "--quiet"), project)
        made += f"; prepared with {kept}: that build, which is in no table, took {run.wall:.1f} s"
    findings.remarks.append(made)


def _build(findings: Findings, course: Course, size: int, build: Build) -> None:
    """Add the rows of one kind of build."""
    hugo = generators.builds("hugo", course.bench, size, build, course.briefgen, prepared=True)[0]
    for peer in course.peers:
        for way in generators.builds(peer, course.bench, size, build, course.briefgen, prepared=course.prepared):
            with _unless_it_fails(findings, f"{way.label} ({build}, {size})"):
                _build_in_turns(findings, course, size, build, way, replace(hugo, kind=way.kind))


def _serve(findings: Findings, course: Course, size: int, save: Save) -> None:
    """Add each peer's session beside Hugo's."""
    for peer in course.peers:
        plan: list[tuple[corpus.Kind, int]] = [("template", TEMPLATE_EDITS)]
        if save == "saved":
            plan = [("token", EDITS)]
            plan += [("sentence", EDITS)] if peer == "briefgen" else []
        servers = [
            generators.server(one, course.bench, size, course.briefgen, template=save == "template")
            for one in dict.fromkeys((peer, "hugo"))
        ]
        _say(f"{servers[0].label}: {size} articles")
        with (
            _unless_it_fails(findings, f"{servers[0].label} ({save}, {size})"),
            serving(servers, course.bench / "out" / "logs") as running,
        ):
            findings.sessions.append(Session(size=size, served=running[0].served, hugo=running[-1].served))
            take_turns(running, plan, course.seconds, _say)


def _build_in_turns(
    findings: Findings, course: Course, size: int, build: Build, way: Generator, hugo: Generator
) -> None:
    """Add a row of pairs. Before them, untimed, each is run once, so that both find the disk's cache warm."""
    with _editing(way) as edit, _editing(hugo) as edit_hugo:

        def one(generator: Generator, change: Iterator[int]) -> Run:
            if build == "cold":
                generator.forget()
            if build == "edit":
                next(change)
            run = measure(generator.command, generator.folder, generator.environment)
            _say(f"{size:>6} {build:<9} {generator.label:<32} {run.wall:8.2f} s {run.cpu:8.2f} CPU {run.peak:6.0f} MiB")
            return run

        rows, files, is_shown = findings.built[build], None, False
        if build != "cold":
            for generator in (way, hugo):
                _say(f"{generator.label}: a first build, not counted")
                measure(generator.command, generator.folder, generator.environment)
        if build == "edit":
            if not any(row.size == size for row in rows):
                files, is_shown = _edit_files(findings, hugo, edit_hugo)
                rows.append(Built(size=size, label=hugo.label, files=files, is_shown=is_shown))
            files, is_shown = _edit_files(findings, way, edit)
        elif way.runs > 1:
            one(hugo, edit_hugo)
            one(way, edit)
        row = Built(size=size, label=way.label, files=files, is_shown=is_shown)
        rows.append(row)
        began = perf_counter()
        for _ in range(min(course.runs, way.runs)):
            if row.runs and perf_counter() - began > course.seconds:
                break
            run = one(way, edit)
            row.hugo.append(one(hugo, edit_hugo))
            row.runs.append(run)


@contextlib.contextmanager
def _editing(generator: Generator) -> Iterator[Iterator[int]]:
    """Edits of a generator's article, one after another; the text is as before at the end."""
    original = generator.article.read_text(encoding="utf-8")

    def edits() -> Iterator[int]:
        for number in itertools.count(1001):
            generator.article.write_text(corpus.edited(original, generator.kind, number), encoding="utf-8")
            yield number

    try:
        yield edits()
    finally:
        generator.article.write_text(original, encoding="utf-8")


def _edit_files(findings: Findings, way: Generator, edit: Iterator[int]) -> tuple[Files, bool]:
    """Edit and build: what that did to the output folder, and whether the page holds the edit."""
    before = outputs.look(way.output)
    number = next(edit)
    loud = [part for part in way.command if part != "--quiet"] if way.marked else way.command
    run = measure(loud, way.folder, way.environment)
    if way.marked:
        findings.remarks.append(f"{way.label}, said of one edit: " + " ".join(run.said.split()))
    is_shown = corpus.shown(way.kind, number, marked=way.marked).search(way.page.read_bytes()) is not None
    return outputs.compare(before, outputs.look(way.output)), is_shown


@contextlib.contextmanager
def _unless_it_fails(findings: Findings, what: str) -> Iterator[None]:
    """A peer that cannot be measured is told of, and does not stop the others."""
    try:
        yield
    except SystemExit as failure:
        if not isinstance(failure.code, str):
            raise
        _say(failure.code)
        findings.remarks.append(f"not measured: {what}: {failure.code.splitlines()[0]}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
