"""The one door to the language model: text in, spaCy `Doc` out.

Nothing else loads a pipeline, so the model can be replaced here. Loading and reading import spaCy;
asking for a version does not.

The bundled pipeline reads paragraph by paragraph, so what it says of one depends on its text, the weights and the
code: whoever keeps that (`Readings`) need not have it read again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.span import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from briefgen.annotate.encoder.component import Encoder
    from briefgen.annotate.encoder.kept import Reading

BUNDLED = Path(__file__).parent.parent / "model"
"""The pipeline inside the package, used where no other is named."""

PIECE = 40_000
"""Code points read at once: bounds memory. Longer paragraphs are cut at white space."""

NEEDED = ("parser", "ner")
"""What a pipeline must have; the bundled encoder is both."""

ENCODER = "encoder"


class Readings(Protocol):
    """What was said of paragraphs, by `key_of` their texts; a dict is one. Belongs to one `version` and `code_version`."""

    def get(self, key: str, /) -> bytes | None:
        """What was kept under the key, or None."""

    def __setitem__(self, key: str, value: bytes, /) -> None:
        """Keep it."""


def key_of(piece: str) -> str:
    """What the reading of a paragraph is kept under; white space around it makes no difference."""
    return hashlib.blake2b(piece.strip().encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@cache
def code_version() -> str:
    """What a reading depends on beside the text and the model: the code that reads, and the libraries under it."""
    hashed = hashlib.blake2b(digest_size=16)
    for path in sorted((Path(__file__).parent / "encoder").glob("*.py")):
        hashed.update(path.read_bytes())
    for name in ("spacy", "onnxruntime", "tokenizers", "numpy"):
        hashed.update(f"{name} {importlib.metadata.version(name)};".encode())
    return hashed.hexdigest()


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
    with nullcontext() if model else _unseen("torch"):
        # spaCy imports PyTorch where it is installed: seconds, and memory, for what the bundled pipeline never uses.
        import spacy
    from spacy.language import Language

    from briefgen.annotate.encoder.component import STORED

    try:
        nlp = spacy.load(model or BUNDLED, config={} if model else {"nlp": {"tokenizer": {"@tokenizers": STORED}}})
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


@contextmanager
def _unseen(library: str) -> Iterator[None]:
    """Within, the library cannot be imported, unless it was before."""
    if library in sys.modules:
        yield
        return
    sys.modules[library] = None  # type: ignore[assignment]  # so Python marks what is not to be found
    try:
        yield
    finally:
        del sys.modules[library]


def _keep_white_space(doc: Doc) -> Doc:
    """Never begin a sentence with white space: the parser keeps what is decided before it."""
    for token in doc[1:]:
        if token.is_space:
            token.is_sent_start = False
    return doc


def read(nlp: Language, texts: Iterable[tuple[str, Sequence[Span]]], readings: Readings | None = None) -> Iterator[Doc]:
    """One `Doc` for each (text, its blocks); `doc.text` is the text, to the code point.

    Each block is read by itself, so that a sentence never crosses two of them, and memory does not
    grow with the length of a text. The encoder does not read what `readings` knows, and adds to them what
    it reads; other pipelines ask and add nothing.
    """
    if nlp.pipe_names[:1] == [ENCODER]:
        yield from _with_encoder(nlp, texts, readings)
        return
    pieces = ((piece, number) for number, (text, blocks) in enumerate(texts) for piece in cut(text, blocks))
    for _, docs in groupby(nlp.pipe(pieces, as_tuples=True, batch_size=128), key=itemgetter(1)):
        yield _joined([doc for doc, _ in docs])


def _with_encoder(
    nlp: Language, texts: Iterable[tuple[str, Sequence[Span]]], readings: Readings | None
) -> Iterator[Doc]:
    encoder = cast("Encoder", nlp.get_pipe(ENCODER))
    for text, blocks in texts:
        pieces = [(nlp.make_doc(piece), piece) for piece in cut(text, blocks)]
        doc = encoder.document([doc for doc, _ in pieces], [_said(encoder, *piece, readings) for piece in pieces])
        for _, component in nlp.pipeline[1:]:
            doc = component(doc)
        yield doc


def _said(encoder: Encoder, doc: Doc, piece: str, readings: Readings | None) -> Reading:
    """What the encoder says of a piece, by what was kept of it or by reading it."""
    if readings is None:
        return encoder.read(doc)
    key = key_of(piece)
    found = readings.get(key)
    said = None if found is None else encoder.unpacked(doc, found)
    if said is None:
        said = encoder.read(doc)
        readings[key] = encoder.packed(doc, said)
    return said


def _joined(docs: list[Doc]) -> Doc:
    from spacy.tokens import Doc

    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


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
