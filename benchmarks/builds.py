"""briefgen alone: a cold build, one that finds nothing to do, one after an edit, one without the site. By command line.

    python -m benchmarks.builds [--articles 1000] [--runs 5]

Needs no peers: makes a project of articles from the demo's paragraphs in a temporary folder. For a quick look while
working; `benchmarks.peers` gives the figures that can be compared. Medians of whole processes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks import outputs, stopwatch
from benchmarks.stopwatch import Run


def make(project: Path, articles: int) -> None:
    """Articles of shuffled paragraphs in ten folders: the same on every machine, and no paragraph twice."""
    demo = Path(__file__).parent.parent / "content"
    paragraphs = []
    for path in sorted(demo.rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
        paragraphs += [p for p in body.split("\n\n") if len(p) > 120 and p[0] not in "|>#-[!"]
    chance = random.Random(1)
    (project / "briefgen.toml").write_text('title = "Benchmark"\n', encoding="utf-8")
    for number in range(articles):
        folder = project / "content" / f"story-{number % 10}"
        folder.mkdir(parents=True, exist_ok=True)
        chosen = enumerate(chance.sample(paragraphs, 6))
        body = "\n\n".join(f"{paragraph} It stood in section {number}-{part}." for part, paragraph in chosen)
        date = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        head = f"---\ntitle: Report number {number}\ndate: {date}\nsource: Outlet {number % 5}\n---\n\n"
        (folder / f"report-{number}.md").write_text(f"{head}{body}\n", encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        make(project, arguments.articles)
        edited, site = project / "content" / "story-0" / "report-0.md", project / "site"
        command = [sys.executable, "-m", "briefgen", "build", "--project", folder, "--quiet"]

        def build(change: str = "", *, delete: bool = False) -> Run:
            if change:
                with edited.open("a", encoding="utf-8") as article:
                    article.write(f"\n{change}\n")
            if delete:
                shutil.rmtree(site)
            return stopwatch.measure(command, project)

        runs = range(arguments.runs)
        sys.stdout.write(f"{stopwatch.machine()}; load before: {stopwatch.load()}\n")
        sys.stdout.write(f"{arguments.articles:,} articles{'':<22} wall s    CPU s  peak MiB\n")
        _row("cold", [build()])
        _row("nothing changed", (build() for _ in runs))
        before = outputs.look(site)
        build("Nobody said anything new.")
        files = outputs.compare(before, outputs.look(site))
        _row("one article edited", (build(f"The council met {run + 2} times, the mayor said.") for run in runs))
        _row("site deleted, cache kept", (build(delete=True) for _ in runs))
        sys.stdout.write(
            f"one edit wrote {files.written:,} of {files.total:,} files, {files.different:,} of them differ; "
            f"load after: {stopwatch.load()}\n"
        )


def _row(name: str, runs: Iterable[Run]) -> None:
    done = list(runs)
    wall, cpu, peak = (statistics.median(getattr(run, part) for run in done) for part in ("wall", "cpu", "peak"))
    sys.stdout.write(f"{name:<34} {wall:>7.2f}  {cpu:>7.2f}  {peak:>8.0f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
