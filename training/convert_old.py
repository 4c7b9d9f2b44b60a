"""Turn the open corpora into spaCy's binary training format.

    python -m training.convert CORPORA OUT

reads the gzipped treebanks and entity sets below CORPORA (their layout and licences are in
MODEL_CARD.md) and writes OUT/{syntax,ner,voa}_{train,dev}.spacy. Deterministic: the only choices
made at random come from one seeded generator.

What is changed on the way, and why:

- Treebanks become one `Doc` per paragraph, because at run time a paragraph always ends a sentence.
- The entity sets are tokenised with straight quotes; real articles use curly ones. Every third
  text gets curly quotes, so that the model has seen both.
- The large entity sets know only LOC for places. The hand-annotated set tells countries and cities
  (GPE) from regions and seas (LOC): a name that it never calls LOC becomes GPE in the large sets.
- MISC spans of the small sets have no counterpart; their tokens are left unannotated ("missing").
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

SEED = 20231030
PARAGRAPH_SENTENCES = 12  # longer paragraphs are split: they would dominate a batch

REGIONS = frozenset(
    [
        "africa",
        "asia",
        "europe",
        "america",
        "antarctica",
        "oceania",
        "caribbean",
        "scandinavia",
        "balkans",
        "siberia",
        "sahara",
    ]
)


def lines(path: Path) -> Iterator[str]:
    """The lines of a gzipped text, without their ends."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n")


def curly(words: list[str]) -> list[str]:
    """The same words with typographic quotation marks and apostrophes."""
    out, is_open = [], False
    for word in words:
        if word == '"':
            is_open = not is_open
            out.append("“" if is_open else "”")
        else:
            out.append(word.replace("'", "’"))
    return out


# ---------------------------------------------------------------- treebanks


Row = tuple[str, str, str, str, int, str, bool]  # form, lemma, upos, xpos, head (0-based), dep, space


def sentences(path: Path) -> Iterator[tuple[bool, list[Row]]]:
    """(whether the sentence opens a paragraph, its rows) for each sentence of a CoNLL-U file."""
    opens, rows, spaces_after_range = True, [], {}
    for line in lines(path):
        if line.startswith(("# newdoc", "# newpar")):
            opens = opens or not line.startswith("# newpar_block")
        elif line.startswith("#"):
            continue
        elif line:
            cell = line.split("\t")
            space = "SpaceAfter=No" not in cell[9]
            if "-" in cell[0]:
                first, last = (int(x) for x in cell[0].split("-"))
                spaces_after_range.update(dict.fromkeys(range(first, last), False) | {last: space})
            elif "." not in cell[0]:
                k = int(cell[0])
                space = spaces_after_range.get(k, space)
                head = int(cell[6]) - 1
                rows.append((cell[1], cell[2], cell[3], cell[4], head if head >= 0 else k - 1, cell[7], space))
        elif rows:
            yield opens, rows
            opens, rows, spaces_after_range = False, [], {}
    if rows:
        yield opens, rows


def paragraphs(path: Path) -> Iterator[list[list[Row]]]:
    """The sentences of a CoNLL-U file, paragraph by paragraph."""
    paragraph: list[list[Row]] = []
    for opens, rows in sentences(path):
        if paragraph and (opens or len(paragraph) >= PARAGRAPH_SENTENCES):
            yield paragraph
            paragraph = []
        paragraph.append(rows)
    if paragraph:
        yield paragraph


def syntax_doc(vocab: Vocab, paragraph: list[list[Row]], *, typographic: bool) -> Doc:
    """One paragraph of a treebank as a `Doc` with tags, lemmas and heads."""
    rows: list[Row] = []
    heads: list[int] = []
    for sentence in paragraph:
        base = len(rows)
        heads += [base + row[4] for row in sentence]
        rows += sentence
    words = [row[0] for row in rows]
    return Doc(
        vocab,
        words=curly(words) if typographic else words,
        spaces=[row[6] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=heads,
        deps=["ROOT" if row[5] == "root" else row[5] for row in rows],
        sent_starts=None,
    )


def treebank(vocab: Vocab, paths: list[Path]) -> Iterator[Doc]:
    """Every paragraph of the treebanks."""
    for path in paths:
        for k, paragraph in enumerate(paragraphs(path)):
            yield syntax_doc(vocab, paragraph, typographic=k % 3 == 0)


# ---------------------------------------------------------------- entities


def spaced(words: list[str]) -> list[bool]:
    """Whether a space follows each word, by the habits of English typesetting."""
    spaces, is_open = [], False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        space = following not in {
            ",",
            ".",
            ":",
            ";",
            "?",
            "!",
            "%",
            ")",
            "]",
            "'s",
            "n't",
            "'",
            "'re",
            "'ve",
            "'ll",
            "'m",
            "'d",
            "”",
            "’s",
            "n’t",
            "’",
        }
        if word in {"(", "[", "$", "“", "#", "£", "€"}:
            space = False
        if word == '"':
            is_open = not is_open
            space = space and not is_open
        if following == '"' and is_open:
            space = False
        if "-" in {word, following}:
            space = False
        spaces.append(space)
    return spaces


def entity_doc(vocab: Vocab, words: list[str], spans: list[tuple[int, int, str]], *, typographic: bool) -> Doc:
    """One text as a `Doc` with entities; tokens of spans labelled MISC are left unannotated."""
    words = [{"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(word, word) for word in words]
    words = curly(words) if typographic else words
    doc = Doc(vocab, words=words, spaces=spaced(words))
    known = [Span(doc, s, e, label) for s, e, label in spans if label != "MISC"]
    missing = [Span(doc, s, e) for s, e, label in spans if label == "MISC"]
    doc.set_ents(known, missing=missing, default="outside")
    return doc


def records(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a gzipped JSON Lines file."""
    return [json.loads(line) for line in lines(path) if line]


def place_label(words: list[str], regions: frozenset[str]) -> str:
    """GPE or LOC for a place name of the sets that only know LOC."""
    name = " ".join(words).casefold()
    return "LOC" if name in regions or name.split()[-1] in REGIONS else "GPE"


def texts(rows: list[dict[str, Any]], size: int) -> Iterator[tuple[list[str], list[tuple[int, int, str]]]]:
    """(words, spans) of consecutive sentences joined to texts of `size` sentences."""
    for at in range(0, len(rows), size):
        words: list[str] = []
        spans: list[tuple[int, int, str]] = []
        for row in rows[at : at + size]:
            base = len(words)
            words += row["tokens"]
            spans += [(base + s, base + e, label) for s, e, label in row["spans"]]
        yield words, spans


def entities(corpora: Path, vocab: Vocab, out: Path) -> None:
    """Write the large entity sets (ner) and the hand-annotated one (voa)."""
    train = corpora / "ner" / "train"
    chance = random.Random(SEED)
    voa = records(train / "voa.jsonl.gz")
    called: dict[str, Counter[str]] = {}
    for row in voa:
        for s, e, label in row["spans"]:
            if label in ("GPE", "LOC"):
                called.setdefault(" ".join(row["tokens"][s:e]).casefold(), Counter())[label] += 1
    regions = frozenset(name for name, labels in called.items() if labels.most_common(1)[0][0] == "LOC")

    dev_size = 250
    chance.shuffle(voa)
    write(
        out / "voa_dev.spacy",
        (entity_doc(vocab, w, s, typographic=k % 3 == 0) for k, (w, s) in enumerate(texts(voa[:dev_size], 1))),
    )
    write(
        out / "voa_train.spacy",
        (entity_doc(vocab, w, s, typographic=k % 3 == 0) for k, (w, s) in enumerate(texts(voa[dev_size:], 1))),
    )

    held = {"".join(row["tokens"]) for row in voa}
    held |= {
        "".join(t.split()) for row in records(corpora / "ner" / "voa_dev.jsonl.gz") for t in row["text"].split("\n")
    }
    # The hand-annotated texts are in the large set too: every label is known from the first step.
    large = [entity_doc(vocab, w, s, typographic=k % 3 == 0) for k, (w, s) in enumerate(texts(voa[dev_size:], 2))]
    for name in ("gmb", "wikigold", "politics", "re3d"):
        rows = [row for row in records(train / f"{name}.jsonl.gz") if "".join(row["tokens"]) not in held]
        for k, (words, spans) in enumerate(texts(rows, 2)):
            relabelled = [
                (s, e, place_label(words[s:e], regions) if label == "LOC" else label) for s, e, label in spans
            ]
            large.append(entity_doc(vocab, words, relabelled, typographic=k % 3 == 0))
    chance.shuffle(large)
    write(out / "ner_dev.spacy", iter(large[:400]))
    write(out / "ner_train.spacy", iter(large[400:]))


def write(path: Path, docs: Iterator[Doc]) -> None:
    """Store the docs and say how many there are."""
    store = DocBin(store_user_data=False)
    for doc in docs:
        store.add(doc)
    store.to_disk(path)
    print(f"{len(store):>7} texts  {path}")


def main(corpora: Path, out: Path) -> None:
    """Convert everything."""
    out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    bank = corpora / "treebank"
    for part in ("train", "dev"):
        paths = [bank / f"gum_{part}.conllu.gz", bank / f"ewt_{part}.conllu.gz"]
        write(out / f"syntax_{part}.spacy", treebank(vocab, paths))
    entities(corpora, vocab, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
