"""The one door to the language model: text in, spaCy `Doc` out.

Nothing else loads a pipeline, so the model can be replaced here. Loading and reading import spaCy;
asking for a version does not.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.span import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BUNDLED = Path(__file__).parent.parent / "model"
"""The pipeline inside the package, used where no other is named."""

PIECE = 40_000
"""Code points read at once: bounds memory. Longer paragraphs are cut at white space."""

NEEDED = ("parser", "ner")
"""What a pipeline must have; the bundled encoder is both."""

ENCODER = "encoder"


def version(model: str = "") -> tuple[str, str]:
    """(language, what identifies the model's weights) of a pipeline, without loading it.

    `model` is the name of an installed pipeline or a folder; "" is the bundled one. Raises
    `BriefgenError` when there is none.
    """
    try:
        if not model:
            meta = (BUNDLED / "meta.json").read_bytes()
        elif Path(model).is_dir():
            meta = (Path(model) / "meta.json").read_bytes()
        else:
            distribution = importlib.metadata.distribution(model)
            files = [file for file in distribution.files or () if file.name == "meta.json"]
            meta = (
                Path(str(files[0].locate())).read_bytes()
                if files
                else json.dumps({"version": distribution.version}).encode()
            )
    except (OSError, importlib.metadata.PackageNotFoundError):
        raise BriefgenError([_missing(model)]) from None
    # The whole file counts: a retrained pipeline has other scores in it, even under one version.
    language = json.loads(meta).get("lang", model[:2] or "en")
    return str(language), meta.decode("utf-8", errors="replace")


def load(model: str = "") -> Language:
    """The pipeline, ready to read. Raises `BriefgenError` when it is missing or lacks a part."""
    import spacy
    from spacy.language import Language

    from briefgen.annotate.encoder import component  # noqa: F401  (spaCy finds the component by its name)

    try:
        nlp = spacy.load(model or BUNDLED)
    except OSError:
        raise BriefgenError([_missing(model)]) from None
    if ENCODER in nlp.pipe_names:
        return nlp
    lacking = [name for name in NEEDED if name not in nlp.pipe_names]
    if lacking:
        message = f"the model “{model}” has no {' and no '.join(lacking)}"
        raise BriefgenError([Diagnostic(path="briefgen.toml", message=message, hint="name a full pipeline")])
    Language.component("white_space_in_sentences", func=_keep_white_space)
    nlp.add_pipe("white_space_in_sentences", before="parser")
    return nlp


def _keep_white_space(doc: Doc) -> Doc:
    """Never begin a sentence with white space: the parser keeps what is decided before it."""
    for token in doc[1:]:
        if token.is_space:
            token.is_sent_start = False
    return doc


def read(nlp: Language, texts: Iterable[tuple[str, Sequence[Span]]]) -> Iterator[Doc]:
    """One `Doc` for each (text, its blocks); `doc.text` is the text, to the code point.

    Each block is read by itself, so that a sentence never crosses two of them, and memory does not
    grow with the length of a text.
    """
    counts: list[int] = []

    def pieces() -> Iterator[str]:
        for text, blocks in texts:
            parts = list(cut(text, blocks))
            counts.append(len(parts))
            yield from parts

    gathered: list[Doc] = []
    done = 0
    for doc in nlp.pipe(pieces(), batch_size=128):
        gathered.append(doc)
        while done < len(counts) and len(gathered) >= counts[done] > 0:
            first, gathered = gathered[: counts[done]], gathered[counts[done] :]
            yield first[0] if len(first) == 1 else _joined(first)
            done += 1


def _joined(docs: list[Doc]) -> Doc:
    """One document of the pieces of a text, with what the encoder said of each."""
    from spacy.tokens import Doc

    from briefgen.annotate.encoder import component

    if all(component.is_read(doc) for doc in docs):
        return component.joined(docs)
    return Doc.from_docs(docs, ensure_whitespace=False)


def cut(text: str, blocks: Sequence[Span]) -> Iterator[str]:
    """The text in pieces that end where blocks end (white space behind a block belongs to it); joined they are the text."""
    edges = [0, *(block.start for block in blocks[1:]), len(text)]
    for start, end in pairwise(edges):
        at = start
        while end - at > PIECE:
            space = max(text.rfind(" ", at + PIECE // 2, at + PIECE), text.rfind("\n", at + PIECE // 2, at + PIECE))
            stop = space + 1 if space > 0 else at + PIECE
            yield text[at:stop]
            at = stop
        yield text[at:end]


def _missing(model: str) -> Diagnostic:
    if not model:
        return Diagnostic(
            path="", message="the bundled model is missing from this installation", hint="install briefgen again"
        )
    return Diagnostic(
        path="briefgen.toml",
        message=f"there is no spaCy pipeline “{model}” here",
        hint=f"install it (python -m spacy download {model}) or leave out model to use the bundled one",
    )
