"""A cold build, a build that finds nothing to do, and one after an edit, by command line.

    python -m benchmarks.builds [--articles 1000] [--runs 5]

Makes a project of articles from the demo's paragraphs in a temporary folder. Whole processes: wall
and CPU seconds, and the peak memory of the largest; the median of the runs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter


def measure(command: list[str]) -> tuple[float, float, float]:
    """(wall seconds, CPU seconds, peak MiB) of one process."""
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: {said.decode()}")
    return perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def make(project: Path, articles: int) -> None:
    """Articles of shuffled paragraphs, ten folders, a seeded order: the same on every machine."""
    demo = Path(__file__).parent.parent / "content"
    paragraphs = []
    for path in sorted(demo.rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
        paragraphs += [p for p in body.split("\n\n") if len(p) > 120 and p[0] not in "|>#-[!"]
    chance = random.Random(1)
    (project / "briefgen.toml").write_text('title = "Benchmark"\n')
    for number in range(articles):
        folder = project / "content" / f"story-{number % 10}"
        folder.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(chance.sample(paragraphs, 6))
        head = f"---\ntitle: Report number {number}\ndate: 2025-{number % 12 + 1:02}-{number % 28 + 1:02}\nsource: Outlet {number % 5}\n---\n\n"
        (folder / f"report-{number}.md").write_text(head + body + "\n", encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        make(project, arguments.articles)
        build = [sys.executable, "-m", "briefgen", "build", "--project", folder, "--quiet"]
        rows = [("cold", [measure(build)])]
        rows.append(("nothing changed", [measure(build) for _ in range(arguments.runs)]))
        edits = []
        for run in range(arguments.runs):
            with (project / "content" / "story-0" / "report-0.md").open("a", encoding="utf-8") as article:
                article.write(f"\nThe council met {run + 2} times, the mayor said.\n")
            edits.append(measure(build))
        rows.append(("one article edited", edits))
        shutil.rmtree(project / "site")
        rows.append(("site deleted, annotations kept", [measure(build)]))
        sys.stdout.write(f"{arguments.articles} articles{'':<24} wall s    CPU s   peak MiB\n")
        for name, figures in rows:
            wall, cpu, peak = (statistics.median(column) for column in zip(*figures, strict=True))
            sys.stdout.write(f"{name:<36} {wall:>7.2f}  {cpu:>7.2f}  {peak:>8.0f}\n")


if __name__ == "__main__":
    main()
