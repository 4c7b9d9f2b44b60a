"""Words per second of annotation on one core and on several, the time to the first result, and peak memory.

    python -m benchmarks.annotation [TEXT.txt|.md ...] [--words 60000] [--jobs 2] [--long 200000]

Without files it reads the demo's articles, over and over until there are enough words (real files give more honest
figures: repeated words are cheap). One core: CPU seconds, so that a busy machine disturbs little. Several: seconds on the
clock, processes started already. `--long` annotates one article of so many words, to see that time stays linear and
memory bounded.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.span import Span

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--long", type=int, default=0)
    arguments = parser.parse_args()
    content = ROOT / "content"
    files = arguments.files or sorted(path for path in content.rglob("*") if path.suffix in (".md", ".txt"))
    for label, value in rows(files, arguments.words, arguments.jobs, arguments.long):
        sys.stdout.write(f"{label:<34} {value}\n")
        sys.stdout.flush()


def rows(files: list[Path], least: int, jobs: int, long: int) -> Iterator[tuple[str, str]]:
    """What was measured, line by line."""
    from briefgen import source
    from briefgen.annotate import Passage, annotate_doc, nlp, passage_of
    from briefgen.annotate.workers import annotate_on_cores
    from briefgen.article import parse

    passages: list[Passage] = []
    words = 0
    for path in itertools.cycle(files):
        article = parse(source.decode(path.read_bytes(), path=str(path), place=path.name))
        passages.append(passage_of(article, article.date))
        words += len(article.text.split())
        if words >= least:
            break
    yield "texts", f"{len(passages)} of {len(files)} files"
    yield "words", f"{words:,}"

    began = process_time()
    pipeline = nlp.load()
    yield "loading the model", f"{process_time() - began:.2f} s"
    texts = [(passage.text, passage.blocks) for passage in passages]
    list(nlp.read(pipeline, texts[:3]))  # warm up
    model = rules = 0.0
    reading = nlp.read(pipeline, texts)
    for passage in passages:
        began = process_time()
        doc = next(reading)
        read = process_time()
        annotate_doc(doc, passage)
        model, rules = model + read - began, rules + process_time() - read
    yield "model, one core", f"{model:.2f} s  {words / model:,.0f} words/s"
    yield "annotators, one core", f"{rules:.2f} s  {words / rules:,.0f} words/s"
    yield "both, one core", f"{model + rules:.2f} s  {words / (model + rules):,.0f} words/s"
    yield "share of the annotators", f"{rules / (model + rules):.1%}"

    if jobs > 1:
        double = [*passages, *passages]
        found = annotate_on_cores(double, "", jobs, nlp.load)
        first = next(found)  # the processes have started
        began = perf_counter()
        for _ in found:
            pass
        spent = perf_counter() - began
        rest = 2 * words - len(double[0].text.split())
        yield (
            f"{jobs} processes, started, clock",
            f"{spent:.2f} s  {rest / spent:,.0f} words/s ({len(first.quotes)} quotes first)",
        )

    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.txt"
        one.write_text(passages[0].text, encoding="utf-8")
        command = [sys.executable, "-m", "briefgen", "annotate", "-q", "--format", "json", str(one)]
        began = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        yield "`annotate` on one article, cold", f"{perf_counter() - began:.2f} s on the clock"
    yield "peak memory so far", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"

    if long:
        pieces = itertools.islice(itertools.cycle(p.text for p in passages), 1 + long * len(passages) // words)
        whole = "\n\n".join(pieces)
        blocks = tuple(_paragraphs(whole))
        began = process_time()
        doc = next(nlp.read(pipeline, [(whole, blocks)]))
        annotate_doc(doc, Passage(text=whole, blocks=blocks, date=None))
        spent = process_time() - began
        count = len(whole.split())
        yield f"one article of {count:,} words", f"{spent:.2f} s  {count / spent:,.0f} words/s"
        yield "peak memory with it", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def _paragraphs(text: str) -> list[Span]:
    from briefgen.span import Span

    blocks: list[Span] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Span(at, at + len(line)))
        at += len(line) + 1
    return blocks


if __name__ == "__main__":
    main()
