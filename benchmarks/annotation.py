"""Words per second of annotation, and how much of it is spent outside spaCy's own pipeline.

    python -m benchmarks.annotation [TEXT.txt|.md ...] [--words 40000]

Without files it reads the demo's articles, over and over until there are enough words. One process,
one thread; CPU seconds, so that a busy machine disturbs little. The share is a ratio within one run.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from pathlib import Path
from time import process_time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--words", type=int, default=40_000)
    arguments = parser.parse_args()

    from briefgen import source
    from briefgen.annotate import Passage, annotate_doc, nlp
    from briefgen.article import parse

    root = Path(__file__).parent.parent
    files = arguments.files or sorted(path for path in (root / "content").rglob("*") if path.suffix in (".md", ".txt"))
    passages, words = [], 0
    for path in itertools.cycle(files):
        article = parse(source.decode(path.read_bytes(), path=str(path), place=path.name))
        blocks = tuple(block.span for block in article.blocks)
        passages.append(Passage(text=article.text, blocks=blocks, date=article.date))
        words += len(article.text.split())
        if words >= arguments.words:
            break

    began = process_time()
    pipeline = nlp.load()
    loading = process_time() - began
    texts = [(passage.text, passage.blocks) for passage in passages]
    list(nlp.read(pipeline, texts[:3]))  # warm up
    began = process_time()
    docs = list(nlp.read(pipeline, texts))
    model = process_time() - began
    began = process_time()
    for doc, passage in zip(docs, passages, strict=True):
        annotate_doc(doc, passage)
    rules = process_time() - began
    whole = model + rules
    rows = (
        ("texts", f"{len(passages)}"),
        ("words", f"{words:,}"),
        ("loading the model", f"{loading:.2f} s"),
        ("spaCy's pipeline", f"{model:.2f} s  {words / model:,.0f} words/s"),
        ("annotators", f"{rules:.2f} s  {words / rules:,.0f} words/s"),
        ("both", f"{whole:.2f} s  {words / whole:,.0f} words/s"),
        ("outside spaCy", f"{rules / whole:.1%} of the time"),
    )
    for label, value in rows:
        sys.stdout.write(f"{label:<20} {value}\n")


if __name__ == "__main__":
    main()
