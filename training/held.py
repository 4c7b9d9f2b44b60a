"""The tenth of our own annotations that is kept aside, as gold texts in the form of the development sets.

    python -m training.held CORPORA OUT.jsonl

One object a line: {"id", "text", "spans": [[start, end, label]], "attributions": [{"source", "cue", "content"}]}, offsets
half-open, in code points: score.py reads it for names and for quotes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from briefgen.annotate.encoder.labels import CUE, ENTITIES, ROLES
from training import corpora
from training.corpora import Example, parted


def held(folder: Path) -> list[tuple[str, Example]]:
    """(name, paragraph) of what phase 2 keeps aside."""
    own = corpora.own_annotations()
    bank = folder / "treebank"
    rich = [e for name in ("gum_train", "ewt_train") for e in corpora.treebank(bank / f"{name}.conllu.gz", own)]
    written = [article for path in sorted(corpora.ANNOTATIONS.glob("*.txt")) for article in corpora.written(path)]
    parts = {
        "bank": parted([e for e in rich if e.names is not None])[1],
        "wire": parted(corpora.newswire(folder, own))[1],
        "news": [e for article in parted(written)[1] for e in article],
    }
    return [(f"{name}{k:03}", example) for name, examples in parts.items() for k, example in enumerate(examples)]


def gold(name: str, example: Example) -> dict[str, Any]:
    """A paragraph in the form of the development sets."""
    starts: list[int] = []
    text = ""
    for word, space in zip(example.words, example.spaces, strict=True):
        starts.append(len(text))
        text += word + (" " if space else "")
    text = text.rstrip()

    def place(first: int, end: int) -> list[int]:
        return [starts[first], starts[end - 1] + len(example.words[end - 1])]

    names = [label.bit_length() - 1 for label in example.names or ()]
    roles = list(example.roles or ())
    cue_of = dict(example.links)
    grouped: dict[object, dict[str, list[list[int]]]] = {}
    for role, first, end in spans(roles):
        key = first if role == CUE else cue_of.get(first, ("alone", first))
        parts = grouped.setdefault(key, {part: [] for part in ROLES})
        parts[ROLES[role]].append(place(first, end))
    return {
        "id": name,
        "text": text,
        "spans": [[*place(first, end), ENTITIES[kind]] for kind, first, end in spans(names)],
        "attributions": list(grouped.values()),
    }


def all_gold(folder: Path) -> list[dict[str, Any]]:
    """Every paragraph that is kept aside, in the form of the development sets."""
    return [gold(*one) for one in held(folder)]


def spans(labels: list[int]) -> list[tuple[int, int, int]]:
    """(kind, first, end) of labels that begin (odd) and go on (even)."""
    out: list[tuple[int, int, int]] = []
    for at, label in enumerate(labels):
        if label % 2:
            out.append((label // 2, at, at + 1))
        elif label:
            kind, first, _ = out[-1]
            out[-1] = (kind, first, at + 1)
    return out


def main() -> None:
    """Write them."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in all_gold(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
