"""The corpora as examples: words with whatever is known of them.

Every set knows only a part (trees, names, attributions), and an example says which: what is not known
is not learned from. Deterministic: choices made at random come from generators with fixed seeds.

What is changed on the way, and why:

- Sentences become paragraphs of one to a few, because at run time a paragraph is read at once.
- The sets are tokenised with straight quotes; real articles use curly ones too. Every third text gets
  curly quotes. Some texts lose their capitals, or get too many, as headlines have.
- The large sets of names have other conventions: few kinds, everything else unmarked, organizations
  and places loosely told apart. A word of theirs only says what it *may* be (`MAY_BE`), and the
  loss leaves the choice among these open.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import spacy
from spacy.tokens import Doc

from briefgen.annotate.encoder.labels import ENTITIES, ROLES, begin, inside, script
from training import markup

SEED = 20231030
T = TypeVar("T")
ANNOTATIONS = Path(__file__).parent / "annotations"
PARAGRAPH_WORDS = 160

Span = tuple[int, int, str]
Attribution = dict[str, list[tuple[int, int]]]
"""Spans of "source", "cue" and "content", half-open, in words."""


@dataclass(frozen=True)
class Tree:
    """Syntax of a paragraph, word by word."""

    tags: tuple[str, ...]
    scripts: tuple[str, ...]
    heads: tuple[int, ...]
    """Of each word its head, a root its own."""
    deps: tuple[str, ...]
    starts: tuple[bool, ...]


@dataclass(frozen=True)
class Example:
    """A paragraph and what is known of it."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tree: Tree | None = None
    names: tuple[int, ...] | None = None
    """Of each word the set of labels it may have, as bits."""
    roles: tuple[int, ...] | None = None
    """Of each word the label of its role."""
    links: tuple[tuple[int, int], ...] = ()
    """(first word of a source or content, first word of its cue)"""
    weight: float = 1.0


def lines(path: Path) -> Iterator[str]:
    """The lines of a gzipped text, without their ends."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n")


def records(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a gzipped JSON Lines file."""
    return [json.loads(line) for line in lines(path) if line]


# ---------------------------------------------------------------- labels


def bits(labels: Iterable[int]) -> int:
    """A set of labels as bits."""
    total = 0
    for label in labels:
        total |= 1 << label
    return total


def either(kinds: Iterable[str], *, first: bool, outside: bool = False) -> int:
    """Any of the kinds, as the first word of a name or a later one; and perhaps no name."""
    return bits([(begin if first else inside)(ENTITIES.index(kind)) for kind in kinds]) | outside


ANYTHING = (1 << (1 + 2 * len(ENTITIES))) - 1
UNMARKED = ("FAC", "PRODUCT", "LAW", "WORK_OF_ART", "DATE", "MONEY", "PERCENT", "EVENT")
"""Kinds that the large sets leave unmarked, at least now and then."""
MAY_BE = {
    "PERSON": ("PERSON",),
    "ORG": ("ORG",),
    "LOC": ("GPE", "LOC", "FAC"),
    "NORP": ("NORP",),
    "DATE": ("DATE",),
    "MONEY": ("MONEY",),
}
"""What a name of the large sets may be here; a kind that is not listed says nothing."""
LOOSE_ORG = ("ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART")
"""What an organization of the largest set may be, or no name at all: its conventions are not ours."""


def exact(length: int, spans: Iterable[Span]) -> tuple[int, ...]:
    """Labels of words by spans in our own conventions."""
    out = [1] * length
    for start, end, label in spans:
        kind = ENTITIES.index(label)
        out[start:end] = [1 << begin(kind), *[1 << inside(kind)] * (end - start - 1)]
    return tuple(out)


def loose(length: int, spans: Iterable[Span], *, loose_org: bool) -> tuple[int, ...]:
    """What words may be by spans of the large sets."""
    may_be_unmarked = either(UNMARKED, first=True, outside=True) | either(UNMARKED, first=False)
    out = [may_be_unmarked] * length
    for start, end, label in spans:
        doubtful = loose_org and label == "ORG"
        kinds = LOOSE_ORG if doubtful else MAY_BE.get(label)
        for k in range(start, end):
            if kinds is None:
                out[k] = ANYTHING
            elif doubtful:
                out[k] = either(kinds, first=True, outside=True) | either(kinds, first=False)
            else:
                out[k] = either(kinds, first=k == start, outside=label == "DATE")
    return tuple(out)


def role_labels(
    length: int, attributions: Sequence[Attribution]
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """(label of each word, links) by attributions."""
    out = [0] * length
    links = []
    for attribution in attributions:
        cues = sorted(attribution.get("cue", ()))
        for kind, role in enumerate(ROLES):
            for start, end in attribution.get(role, ()):
                out[start:end] = [begin(kind), *[inside(kind)] * (end - start - 1)]
                if role != "cue" and cues:
                    links.append((start, cues[0][0]))
    return tuple(out), tuple(links)


# ---------------------------------------------------------------- form


def curly(words: Sequence[str]) -> list[str]:
    """The same words with typographic quotation marks and apostrophes."""
    out, is_open = [], False
    for word in words:
        if word == '"':
            is_open = not is_open
            out.append("“" if is_open else "”")
        else:
            out.append(word.replace("'", "’"))
    return out


_NO_SPACE_BEFORE = frozenset(
    [
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
    ]
)
_NO_SPACE_AFTER = frozenset(["(", "[", "$", "“", "#", "£", "€"])


def spaced(words: Sequence[str]) -> list[bool]:
    """Whether a space follows each word, by the habits of English typesetting."""
    spaces, is_open = [], False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        space = following not in _NO_SPACE_BEFORE and word not in _NO_SPACE_AFTER
        if word == '"':
            is_open = not is_open
            space = space and not is_open
        if following == '"' and is_open:
            space = False
        if "-" in {word, following}:
            space = False
        spaces.append(space)
    return spaces


_UNESCAPED = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


def varied(examples: Iterable[Example], seed: int) -> Iterator[Example]:
    """The examples, some in another form: curly quotes, no capitals, all capitals, every word capitalised."""
    chance = random.Random(seed)
    for example in examples:
        words = list(example.words)
        if chance.random() < 0.4:
            words = curly(words)
        form = chance.random()
        if form < 0.015:
            words = [word.lower() for word in words]
        elif form < 0.03:
            words = [word.upper() for word in words]
        elif form < 0.05:
            words = [word[:1].upper() + word[1:] for word in words]
        yield replace(example, words=tuple(words))


# ---------------------------------------------------------------- treebanks


@dataclass(frozen=True)
class Sentence:
    """A sentence of a treebank."""

    id: str
    opens: bool
    """Whether it opens a paragraph."""
    rows: tuple[tuple[str, str, str, int, str, bool], ...]
    """(form, lemma, tag, head (0-based, a root its own), dependency, whether a space follows)"""


def sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file."""
    name, opens = "", True
    rows: list[tuple[str, str, str, int, str, bool]] = []
    of_range: dict[int, bool] = {}
    for line in [*lines(path), ""]:
        if line.startswith("# sent_id"):
            name = line.partition("= ")[2]
        elif line.startswith(("# newdoc", "# newpar")):
            opens = opens or not line.startswith("# newpar_block")
        elif line and not line.startswith("#"):
            cell = line.split("\t")
            space = "SpaceAfter=No" not in cell[9]
            if "-" in cell[0]:
                first, last = (int(x) for x in cell[0].split("-"))
                of_range |= dict.fromkeys(range(first, last), False) | {last: space}
            elif "." not in cell[0]:
                k = int(cell[0])
                head = int(cell[6]) - 1
                dep = "ROOT" if cell[7] == "root" else cell[7]
                rows.append((cell[1], cell[2], cell[4], head if head >= 0 else k - 1, dep, of_range.get(k, space)))
        elif not line and rows:
            yield Sentence(name, opens, tuple(rows))
            opens, rows, of_range = False, [], {}


def paragraphs(found: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences paragraph by paragraph; long ones are split."""
    paragraph: list[Sentence] = []
    for sentence in found:
        size = sum(len(s.rows) for s in paragraph)
        if paragraph and (sentence.opens or size + len(sentence.rows) > PARAGRAPH_WORDS):
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def own_annotations(folder: Path = ANNOTATIONS) -> dict[str, dict[str, Any]]:
    """Our own annotations of treebank sentences, by sentence: {"entities", "attributions"}."""
    return {
        row["id"]: row
        for path in sorted(folder.glob("*.jsonl"))
        for row in (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    }


def treebank(path: Path, own: dict[str, dict[str, Any]]) -> Iterator[Example]:
    """The paragraphs of a treebank, with our own annotations where they were read."""
    for paragraph in paragraphs(sentences(path)):
        rows: list[tuple[str, str, str, int, str, bool]] = []
        heads: list[int] = []
        starts: list[bool] = []
        for sentence in paragraph:
            heads += [len(rows) + row[3] for row in sentence.rows]
            starts += [k == 0 for k in range(len(sentence.rows))]
            rows += sentence.rows
        words = tuple(row[0] for row in rows)
        tree = Tree(
            tuple(row[2] for row in rows),
            tuple(script(row[0], row[1]) for row in rows),
            tuple(heads),
            tuple(row[4] for row in rows),
            tuple(starts),
        )
        example = Example(words, tuple(row[5] for row in rows), tree)
        yield _annotated(example, paragraph, own) if all(s.id in own for s in paragraph) else example


def _annotated(example: Example, paragraph: Sequence[Sentence], own: dict[str, dict[str, Any]]) -> Example:
    spans: list[Span] = []
    attributions: list[Attribution] = []
    base = 0
    for sentence in paragraph:
        row = own[sentence.id]
        spans += [(base + s, base + e, label) for s, e, label in row["entities"]]
        attributions += [
            {role: [(base + s, base + e) for s, e in pieces] for role, pieces in a.items()} for a in row["attributions"]
        ]
        base += len(sentence.rows)
    roles, links = role_labels(base, attributions)
    return replace(example, names=exact(base, spans), roles=roles, links=links)


# ---------------------------------------------------------------- sentences without trees


def joined(rows: Sequence[Example]) -> Example:
    """Consecutive sentences as one paragraph; each must know the same."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[int] = []
    roles: list[int] = []
    links: list[tuple[int, int]] = []
    for row in rows:
        base = len(words)
        words += row.words
        spaces += row.spaces[:-1]
        spaces.append(True)
        names += row.names or ()
        roles += row.roles or ()
        links += [(base + a, base + b) for a, b in row.links]
    return Example(
        tuple(words),
        tuple(spaces),
        None,
        tuple(names) if rows[0].names is not None else None,
        tuple(roles) if rows[0].roles is not None else None,
        tuple(links),
        rows[0].weight,
    )


def grouped(rows: Sequence[Example], most: int, seed: int) -> Iterator[Example]:
    """Paragraphs of one to `most` consecutive sentences."""
    chance = random.Random(seed)
    at = 0
    while at < len(rows):
        size = chance.randint(1, most)
        group = rows[at : at + size]
        yield joined(group)
        at += len(group)


def voa(corpora: Path) -> list[Example]:
    """The hand-annotated newswire: names and attributions of the same sentences."""
    attributed = {row["index"]: row for row in records(corpora / "attribution" / "voa_train.jsonl.gz")}
    out = []
    for row in records(corpora / "ner" / "train" / "voa.jsonl.gz"):
        words = tuple(_UNESCAPED.get(word, word) for word in row["tokens"])
        names = exact(len(words), [(s, e, label) for s, e, label in row["spans"]])
        other = attributed[row["index"]]
        roles: tuple[int, ...] | None = None
        links: tuple[tuple[int, int], ...] = ()
        if other["tokens"] == row["tokens"]:
            roles, links = role_labels(len(words), other["attributions"])
        out.append(Example(words, tuple(spaced(words)), None, names, roles, links))
    known = [example for example in out if example.roles is not None]
    print(f"voa: {len(out)} sentences, {len(known)} with attributions")
    return known


def newswire(corpora: Path, own: dict[str, dict[str, Any]]) -> list[Example]:
    """Sentences of the largest set with our own annotations, in order."""
    rows = records(corpora / "ner" / "train" / "gmb.jsonl.gz")
    out = []
    for at, row in enumerate(rows):
        found = own.get(f"gmb-{at}")
        if found is None:
            continue
        words = tuple(_UNESCAPED.get(word, word) for word in row["tokens"])
        roles, links = role_labels(len(words), found["attributions"])
        names = exact(len(words), [(s, e, label) for s, e, label in found["entities"]])
        out.append(Example(words, tuple(spaced(words)), None, names, roles, links))
    return out


def large(corpora: Path) -> Iterator[list[Example]]:
    """The large sets of names, each by itself, without what is held out or hand-annotated."""
    train = corpora / "ner" / "train"
    held = {"".join(row["tokens"]) for row in records(train / "voa.jsonl.gz")}
    held |= {
        "".join(t.split()) for row in records(corpora / "ner" / "voa_dev.jsonl.gz") for t in row["text"].split("\n")
    }
    for name, weight in (("gmb", 0.5), ("wikigold", 0.7), ("politics", 0.7)):
        out = []
        for row in records(train / f"{name}.jsonl.gz"):
            if "".join(row["tokens"]) in held:
                continue
            words = tuple(_UNESCAPED.get(word, word) for word in row["tokens"])
            spans = [(s, e, label) for s, e, label in row["spans"]]
            out.append(
                Example(
                    words, tuple(spaced(words)), None, loose(len(words), spans, loose_org=name == "gmb"), weight=weight
                )
            )
        yield out


def written(path: Path) -> Iterator[list[Example]]:
    """Our own annotated articles: a list of paragraphs for each."""
    tokenizer = spacy.blank("en").tokenizer
    for article in path.read_text(encoding="utf-8").split("=====\n"):
        paragraphs = [markup.parse(line.strip()) for line in article.split("\n") if line.strip()]
        if paragraphs:
            yield [_written(marked, tokenizer(marked.text)) for marked in paragraphs]


def _written(marked: markup.Marked, doc: Doc) -> Example:
    def words_of(start: int, end: int) -> tuple[int, int]:
        inside = [t.i for t in doc if t.idx < end and t.idx + len(t) > start and not t.is_space]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    by_number: dict[str, Attribution] = {}
    for n, (start, end, role, number) in enumerate(marked.roles):
        alone = role == "q" and not any(r != "q" and own == number for _, _, r, own in marked.roles)
        key = f"alone {n}" if alone else number or f"sentence {_sentence_of(marked, start)}"
        by_number.setdefault(key, {}).setdefault(ROLE_OF[role], []).append(words_of(start, end))
    roles, links = role_labels(len(doc), list(by_number.values()))
    return Example(
        tuple(token.text for token in doc),
        tuple(bool(token.whitespace_) for token in doc),
        None,
        exact(len(doc), [(*words_of(start, end), label) for start, end, label in marked.entities]),
        roles,
        links,
    )


ROLE_OF = {"s": "source", "c": "cue", "q": "content"}


def _sentence_of(marked: markup.Marked, at: int) -> int:
    """Roughly which sentence of a paragraph `at` stands in: unnumbered parts belong together within one."""
    return sum(marked.text.count(end, 0, at) for end in (". ", ".” ", '." ', "! ", "? "))


def parted(rows: list[T]) -> tuple[list[T], list[T]]:
    """(what is learned from, every tenth, kept aside)."""
    return [row for k, row in enumerate(rows) if k % 10 != 9], rows[9::10]


def counts(examples: Iterable[Example]) -> dict[str, list[str]]:
    """The tags, scripts and dependencies of the treebanks, most frequent first."""
    tags, scripts, deps = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        if example.tree:
            tags.update(example.tree.tags)
            scripts.update(example.tree.scripts)
            deps.update(example.tree.deps)

    def usual(counter: Counter[str], least: int) -> list[str]:
        return [key for key, n in sorted(counter.items(), key=lambda x: (-x[1], x[0])) if n >= least]

    return {"tags": usual(tags, 5), "scripts": usual(scripts, 3), "deps": usual(deps, 5)}
