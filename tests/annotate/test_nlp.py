"""Reading paragraph by paragraph, with what was kept and without."""

from __future__ import annotations

import importlib
import itertools
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from briefgen.annotate import Passage, annotate, nlp
from briefgen.annotate.encoder.component import ATTRIBUTED, CERTAINTY, ROLES, Encoder
from briefgen.annotate.encoder.kept import UNITS, Reading, reading
from briefgen.annotate.encoder.labels import begin, inside
from briefgen.diagnostic import BriefgenError
from briefgen.span import Span

pytestmark = pytest.mark.model

PARAGRAPHS = (
    "Flood toll rises in Ombre",
    "PORT ORREN, Ombre - Mayor Ada Orr said on Monday that 12 houses were flooded. “We need help,” she added.",
    "The Harbour Authority denied that.\tIts director, Tove Lund, told reporters:\n“Nobody warned us.” He left.",
    "According to the Ombre Institute of Hydrology, the river rose by four metres on 4 March 2024.",
    " \t ",
    "“It was worse in 1987,” Ms. Orr recalled, “but nobody died.”",
)
OTHERS = ("Nobody died, police said.", "Ada Orr resigned.", "", "— 市长 —", *PARAGRAPHS[:2])


class Unread:
    """A network that must not be asked."""

    def read(self, words: Sequence[str], spaces: Sequence[bool]) -> Reading:
        raise AssertionError(f"read again: {words}")


class Guess:
    """A network that says of words what their letters tell: quick, and different for different texts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, words: Sequence[str], spaces: Sequence[bool]) -> Reading:
        self.asked.append(" ".join(words))
        n = len(words)
        codes = np.array([sum(map(ord, word)) for word in words])
        names = [begin(code % 13) if code % 3 == 0 else 0 for code in codes.tolist()]
        parts = [begin(1), *[inside(1)] * (n // 3), *[begin(code % 3) for code in codes[n // 3 + 1 :].tolist()]][:n]
        spans = [k for k, label in enumerate(parts) if label % 2]
        return reading(
            codes % 40, codes % 7, -np.arange(n), codes % 50, names, parts, [codes % UNITS, codes % 3, codes % 2],
            [code % UNITS for code, label in zip(codes.tolist(), names, strict=True) if label],
            [k * 7 % UNITS for k in spans], [-k for k in spans], [k * 3 % UNITS for k in spans],
        )  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Language:
    return nlp.load()


def with_network(network: Unread | Guess) -> Language:
    pipeline = nlp.load()
    encoder_of(pipeline)._network = network  # type: ignore[assignment]
    return pipeline


@pytest.fixture(scope="module")
def guessing() -> Language:
    return with_network(Guess())


def encoder_of(pipeline: Language) -> Encoder:
    found = pipeline.get_pipe(nlp.ENCODER)
    assert isinstance(found, Encoder)
    return found


def passage(paragraphs: Sequence[str]) -> Passage:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Passage(text="\n\n".join(paragraphs), blocks=tuple(blocks), date="2024-03-05")


def read(pipeline: Language, given: Passage, readings: dict[str, bytes] | None = None) -> Doc:
    (doc,) = nlp.read(pipeline, [(given.text, given.blocks)], readings)
    return doc


def content(doc: Doc) -> tuple[object, ...]:
    """Everything that a document holds, to the bit."""
    attributes = ["ORTH", "SPACY", "NORM", "TAG", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE", "POS"]
    roles = doc.user_data[ROLES]
    said = (
        doc.user_data[ATTRIBUTED],
        list(doc.user_data[CERTAINTY].items()),
        roles.dtype,
        roles.shape,
        roles.tobytes(),
    )
    sentences = [(sent.start, sent.end) for sent in doc.sents]
    return doc.text, doc.to_array(attributes).tobytes(), [token.lemma_ for token in doc], sentences, said


TEXTS = st.lists(st.text(max_size=60), max_size=5)


@given(st.text(max_size=200), st.data())
def test_the_pieces_of_a_text_are_the_text(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = list(nlp.cut(text, [Span(start, end) for start, end in itertools.pairwise([*edges, len(text)])]))
    assert "".join(pieces) == text


@given(TEXTS)
def test_a_kept_reading_gives_the_document_that_reading_gives(guessing: Language, paragraphs: list[str]) -> None:
    given, kept = passage(paragraphs), dict[str, bytes]()
    fresh = content(read(guessing, given))
    assert content(read(guessing, given, kept)) == fresh  # reads and keeps
    assert content(read(guessing, given, kept)) == fresh  # finds


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["put", "add", "drop"]), st.text(max_size=40)), max_size=8)
)
def test_edit_after_edit_what_is_kept_changes_nothing(guessing: Language, edits: list[tuple[int, str, str]]) -> None:
    paragraphs, kept = list(PARAGRAPHS), dict[str, bytes]()
    for at, what, words in edits:
        at %= len(paragraphs) or 1
        if what == "add" or not paragraphs:
            paragraphs.insert(at, words)
        elif what == "put":
            paragraphs[at] = words
        else:
            del paragraphs[at]
        given = passage(paragraphs)
        assert content(read(guessing, given, kept)) == content(read(guessing, given))


def test_annotations_are_the_same_after_each_edit_of_a_paragraph(real: Language) -> None:
    kept: dict[str, bytes] = {}
    paragraphs = list(PARAGRAPHS)
    for at, words in enumerate(OTHERS):
        paragraphs[at % len(paragraphs)] = words
        given = passage(paragraphs)
        (alone,), (with_kept,) = annotate([given], real), annotate([given], real, kept)
        assert with_kept == alone
    again = with_network(Unread())
    (found,) = annotate([given], again, kept)
    assert found == alone
    assert found.quotes
    assert content(read(again, given, kept)) == content(read(real, given))


def test_only_a_paragraph_that_is_not_known_is_read_and_equal_ones_once() -> None:
    network = Guess()
    pipeline, kept = with_network(network), dict[str, bytes]()
    given = passage(["She left.", "He left.", "She left."])
    read(pipeline, given, kept)
    assert network.asked == ["She left .", "He left ."]
    network.asked.clear()
    list(
        nlp.read(
            pipeline, [(p.text, p.blocks) for p in (given, passage(["He stayed.", "He left.", "She left."]))], kept
        )
    )
    assert network.asked == ["He stayed ."]


@pytest.mark.parametrize("bad", [b"", b"\x01", b"\x01" + bytes(40), b"no reading at all"])
def test_what_is_damaged_is_read_again_and_mended(bad: bytes) -> None:
    network = Guess()
    pipeline, kept, given = with_network(network), dict[str, bytes](), passage(PARAGRAPHS)
    whole = content(read(pipeline, given, kept))
    good, network.asked = dict(kept), []
    kept |= dict.fromkeys(kept, bad)
    assert content(read(pipeline, given, kept)) == whole
    assert len(network.asked) == 5  # one paragraph has no words
    assert kept == good


def test_the_weights_are_loaded_for_the_first_paragraph_that_is_not_known(real: Language) -> None:
    kept: dict[str, bytes] = {}
    given = passage(PARAGRAPHS)
    read(real, given, kept)
    pipeline = nlp.load()
    read(pipeline, given, kept)
    assert "_network" not in vars(encoder_of(pipeline))
    read(pipeline, passage(["Something new."]), kept)
    assert "_network" in vars(encoder_of(pipeline))


@pytest.mark.parametrize("lost", ["encoder.onnx", "tokenizer.json", "dependencies.npz", "labels.json"])
def test_a_model_without_its_weights_is_told_when_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    shutil.copytree(nlp.BUNDLED, tmp_path / "model")
    (tmp_path / "model" / "encoder" / lost).unlink()
    monkeypatch.setattr(nlp, "BUNDLED", tmp_path / "model")
    with pytest.raises(BriefgenError, match="the bundled model is missing"):
        nlp.load()


def test_the_tokenizer_is_the_stored_one(real: Language) -> None:
    usual = spacy.load(nlp.BUNDLED)
    assert real.tokenizer.to_bytes(exclude=["vocab"]) == usual.tokenizer.to_bytes(exclude=["vocab"])


def test_a_library_is_unseen_only_within_and_only_when_nobody_has_it() -> None:
    sys.modules.pop("colorsys", None)
    with nlp._unseen("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    known = importlib.import_module("colorsys")
    with nlp._unseen("colorsys"):
        assert importlib.import_module("colorsys") is known
    assert sys.modules["colorsys"] is known


def test_a_usual_paragraph_takes_less_than_a_kilobyte(real: Language) -> None:
    kept: dict[str, bytes] = {}
    read(real, passage([" ".join(PARAGRAPHS[1:4])]), kept)
    (value,) = kept.values()
    assert len(value) < 700


def test_another_pipeline_keeps_nothing() -> None:
    kept: dict[str, bytes] = {}
    (doc,) = nlp.read(spacy.blank("en"), [("One.\n\nTwo.", (Span(0, 4), Span(6, 10)))], kept)
    assert doc.text == "One.\n\nTwo."
    assert not kept


def test_a_component_behind_the_encoder_sees_the_whole_text() -> None:
    seen: list[str] = []

    def see(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    pipeline = with_network(Guess())
    Language.component("see_the_whole_text", func=see)
    pipeline.add_pipe("see_the_whole_text")
    given = passage(PARAGRAPHS)
    read(pipeline, given, {})
    assert seen == [given.text]
