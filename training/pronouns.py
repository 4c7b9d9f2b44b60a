"""How often a third-person pronoun is taken for the right actor, on GUM's documents.

    python -m training.pronouns SHARED

Every pronoun of a cluster of GUM is resolved as that of a speaker would be, with nobody who spoke last. It is right when
a name of the actor lies where a mention of the same cluster does; and open when it is left open, rightly or not.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from briefgen.annotate import nlp
from briefgen.annotate.actors import find_actors
from briefgen.annotate.actors.gender import pronoun_of
from briefgen.annotate.quotes.antecedents import PRONOUNS, antecedent
from briefgen.annotate.quotes.speakers import scene
from briefgen.annotate.text import text_of
from briefgen.span import Span

LONGEST = 60
"""Code points of a mention that names its actor: longer ones name others on the way."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    path = parser.parse_args().shared / "data" / "gum" / "documents.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    counts: Counter[tuple[str, str]] = Counter()
    for doc, row in zip(nlp.read(nlp.load(), [(row["text"], ()) for row in rows]), rows, strict=True):
        actors, mentions = find_actors(doc, ())
        pronouns = {actor.id: pronoun_of(doc, actor, mentions) for actor in actors}
        world = scene(doc, text_of(doc), actors, mentions, pronouns, ())
        for cluster in row["clusters"]:
            spans = [Span(start, end) for start, end, _ in cluster["mentions"]]
            words = [span.of(row["text"]).casefold() for span in spans]
            names = [s for s, word in zip(spans, words, strict=True) if word not in PRONOUNS and len(s) < LONGEST]
            right = {one.actor for one in world.mentions if any(one.span.overlaps(name) for name in names)}
            for span, word in zip(spans, words, strict=True):
                if word in PRONOUNS:
                    actor = antecedent(world, span, None).actor
                    is_right = "right" if actor in right else "wrong"
                    counts[PRONOUNS[word], "open" if actor is None else is_right] += 1
    print("pronoun   right  wrong   open   right of those resolved")
    for kind in dict.fromkeys(PRONOUNS.values()):
        right_ones, wrong, left = (counts[kind, outcome] for outcome in ("right", "wrong", "open"))
        print(f"{kind:8} {right_ones:6} {wrong:6} {left:6}   {right_ones / max(1, right_ones + wrong):.3f}")


if __name__ == "__main__":
    main()
