"""How editors save, and what the watcher makes of it: batches, and the time from the end of the save to the first.

    python -m benchmarks.saves [--runs 5] [--poll]

For each way to save: the batches it led to, the milliseconds from the last system call of the save (for a program:
from its end) until the first batch, as a median; what a reader who looks at the very moment of each batch found: the
whole text, or half a save; and files that are no articles told of. Below, how bursts come through.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct

from briefgen.serve.batches import Changes
from briefgen.serve.watch import Watch
from tests.serve.saves import PATTERNS, PROGRAMS

CALM = 0.4
"""Seconds without a batch after which a save is over."""


class Batch(Struct, frozen=True):
    """One batch, and what stood in the article when it came."""

    at: float
    paths: frozenset[Path] | None
    text: str | None


class Looking:
    """A watched project of one article; every batch is noted."""

    def __init__(self, root: Path, *, poll: bool) -> None:
        self.article = root / "content" / "story" / "a.md"
        self.article.parent.mkdir(parents=True)
        self.article.write_text("old\n", encoding="utf-8")
        (root / "briefgen.toml").touch()
        self.batches: list[Batch] = []
        self.changes = Changes()
        self.watch = Watch(root, self.changes, poll=poll)
        self._thread = threading.Thread(target=self._note)
        self._thread.start()

    def _note(self) -> None:
        for paths in self.changes.batches():
            now = time.perf_counter()
            self.batches.append(
                Batch(now, paths, self.article.read_text(encoding="utf-8") if self.article.exists() else None)
            )

    def calm(self) -> None:
        """Wait until nothing comes any more."""
        while self.changes.waiting or (self.batches and time.perf_counter() - self.batches[-1].at < CALM):
            time.sleep(0.01)

    def during(self, action: Callable[[], None]) -> tuple[list[Batch], float]:
        """(the batches that an action led to, when it ended)."""
        self.calm()
        time.sleep(CALM)
        self.batches.clear()
        action()
        ended = time.perf_counter()
        while not self.batches and time.perf_counter() - ended < 8:
            time.sleep(0.001)
        self.calm()
        return list(self.batches), ended

    def stop(self) -> None:
        """End all threads."""
        self.watch.stop()
        self.changes.close()
        self._thread.join()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--poll", action="store_true", help="Look at the files instead of listening to the system.")
    arguments = parser.parse_args()
    ways = [(name, save) for name, save in PATTERNS.items()]
    ways += [(name, save) for name, (program, save) in PROGRAMS.items() if shutil.which(program)]
    missing = sorted({program for program, _ in PROGRAMS.values() if not shutil.which(program)})
    print(f"{'save':<48} batches  ms to first  seen then  told besides")
    for name, save in ways:
        counts, delays, seen, besides = [], [], set(), set()
        for run in range(arguments.runs):
            text = f"run {run} " + "word " * 100 + "end\n"
            with tempfile.TemporaryDirectory() as folder:
                looking = Looking(Path(folder) / "p", poll=arguments.poll)
                try:
                    batches, ended = looking.during(partial(save, looking.article, text))
                finally:
                    looking.stop()
                counts.append(len(batches))
                delays += [(batches[0].at - ended) * 1000] if batches else []
                seen |= {
                    "whole" if batch.text == text else "old" if batch.text == "old\n" else "HALF" for batch in batches
                }
                besides |= {path.name for batch in batches for path in batch.paths or () if path != looking.article}
        spread = str(min(counts)) if min(counts) == max(counts) else f"{min(counts)}-{max(counts)}"
        delay = f"{statistics.median(delays):.1f}" if delays else "never"
        print(f"{name:<48} {spread:>7} {delay:>12}  {'/'.join(sorted(seen)):<9}  {' '.join(sorted(besides))}")
    if missing:
        print(f"not installed: {', '.join(missing)}")
    print()
    bursts(poll=arguments.poll)


def bursts(*, poll: bool) -> None:
    """A thousand files at once, in several ways."""
    print(f"{'burst':<48} batches  ms to first  ms to last  paths")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "p"
        looking = Looking(root, poll=poll)
        made = root / "content" / "many" / "of" / "them"

        def make() -> None:
            made.mkdir(parents=True)
            for number in range(1000):
                (made / f"{number}.md").write_text("new\n", encoding="utf-8")

        def edit() -> None:
            for number in range(1000):
                (made / f"{number}.md").write_text("edited\n", encoding="utf-8")

        actions: list[tuple[str, Callable[[], None]]] = [
            ("a thousand files in new folders", make),
            ("a thousand files edited", edit),
            ("their folder renamed", lambda: (made.rename(made.with_name("others")), None)[1]),
            ("their folder removed", lambda: shutil.rmtree(made.with_name("others"))),
        ]
        for name, action in actions:
            batches, ended = looking.during(action)
            paths = len(frozenset().union(*(batch.paths or () for batch in batches)))
            first, last = (f"{(batches[k].at - ended) * 1000:.0f}" if batches else "never" for k in (0, -1))
            print(f"{name:<48} {len(batches):>7} {first:>12} {last:>11}  {paths:>5}")
        looking.stop()


if __name__ == "__main__":
    main()
