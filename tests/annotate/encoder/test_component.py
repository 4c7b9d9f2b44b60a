"""What always holds of a text that the bundled encoder has read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from briefgen.annotate import Passage, annotate, nlp
from briefgen.annotate.encoder.component import ATTRIBUTED, CERTAINTY, ROLES, Part
from briefgen.annotate.encoder.labels import ENTITIES
from briefgen.annotate.encoder.words import WINDOW_AT_MOST
from briefgen.span import Span

pytestmark = pytest.mark.model

STORY = (
    "Flood toll rises in Ombre",
    "PORT ORREN, Ombre - Mayor Ada Orr said on Monday that 12 houses were flooded. “We need help,” she added.",
    "The Harbour Authority denied that.\tIts director, Tove Lund, told reporters:\n“Nobody warned us.” He left.",
    "According to the Ombre Institute of Hydrology, the river rose by four metres on 4 March 2024.",
)

ODD = {
    "nothing": "",
    "a space": " ",
    "white space": " \n\t \n\n \u2003",
    "white space around": "  \n Ada Orr left.  \n\n She said so. \n",
    "white space only before": "\n\n\nAda",
    "marks": "“”… — ?! ((( ''' \"\"\"",
    "one letter": "a",
    "emoji": "👩‍👩‍👧‍👦 said 🇴🇲🏳️‍🌈 to 👍🏽. 🙂🙂🙂 She left.",
    "right to left": "قالت الوزيرة آدا أور إن النهر ارتفع. ‏«نحتاج إلى المساعدة». השר אמר: ״לא״.",
    "no spaces between words": "市长说河水上涨了四米。「我们需要帮助」她说。",
    "combining signs": "Z\u0337\u0321\u0353a\u0300\u0301\u0302l\u0336go\u0338 said so.",
    "controls": "Ada\u0000 Orr\u200b said\ufeff it\u202e was\u2028late\x85.",
    "beyond the basic plane": "𝔸𝕕𝕒 𝕆𝕣𝕣 said that 𝟙𝟚 houses 𐍈.",
    "a word without end": "x" * 100_000,
    "marks without end": "." * 3_000,
    "words without a sentence's end": "and so on " * 1_000,
    "a long paragraph": "Ada Orr said that the river rose. " * 430,
}


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return nlp.load()


def read(pipeline: Language, *blocks: str) -> Doc:
    """A text of these paragraphs."""
    text = "\n\n".join(blocks)
    (doc,) = nlp.read(pipeline, [(text, spans(blocks))])
    assert doc.text == text
    return doc


def spans(blocks: Sequence[str]) -> list[Span]:
    ends = np.cumsum([len(block) + 2 for block in blocks]).tolist()
    return [Span(end - 2 - len(block), end - 2) for block, end in zip(blocks, ends, strict=True)]


def said(doc: Doc, start: int, end: int) -> dict[str, object]:
    """Everything that is said of the tokens from `start` to `end`, counted from `start`."""
    words = [token for token in doc[start:end] if not token.is_space]
    parts: tuple[Part, ...] = doc.user_data[ATTRIBUTED]
    return {
        "words": [(w.text, w.tag_, w.lemma_, w.dep_, w.head.i - start) for w in words],
        "sentences": [s.start - start for s in doc.sents if start <= s.start < end],
        "names": [(e.start - start, e.end - start, e.label_) for e in doc.ents if start <= e.start < end],
        "certainty": {(a - start, b - start): p for (a, b), p in doc.user_data[CERTAINTY].items() if start <= a < end},
        "parts": [
            p._replace(start=p.start - start, end=p.end - start, cue=None if p.cue is None else p.cue - start)
            for p in parts
            if start <= p.start < end
        ],
        "roles": [doc.user_data[ROLES][w.i].tolist() for w in words],
    }


@pytest.mark.parametrize("text", ODD.values(), ids=list(ODD))
def test_any_text_is_read_to_the_code_point_as_sentences_with_one_root(pipeline: Language, text: str) -> None:
    doc = read(pipeline, text)
    at = 0
    for sentence in doc.sents:
        assert sentence.start == at
        at = sentence.end
        assert sum(token.head == token for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
        assert all((token.dep_ == "ROOT") is (token.head == token) for token in sentence if not token.is_space)
    assert at == len(doc)


@pytest.mark.parametrize("text", [*ODD.values(), "\n".join(STORY)], ids=[*ODD, "story"])
def test_certainties_are_probabilities_of_what_is_in_the_text(pipeline: Language, text: str) -> None:
    doc = read(pipeline, text)
    certainty = doc.user_data[CERTAINTY]
    assert list(certainty) == [(entity.start, entity.end) for entity in doc.ents]
    assert all(0 <= sure <= 1 for sure in certainty.values())
    assert {entity.label_ for entity in doc.ents} <= set(ENTITIES)
    roles = doc.user_data[ROLES]
    assert roles.shape == (len(doc), 4)
    assert np.allclose(roles.sum(-1), 1, atol=1e-4)
    for part in doc.user_data[ATTRIBUTED]:
        assert 0 <= part.start < part.end <= len(doc)
        assert 0 <= part.certainty <= 1
        assert 0 <= part.link <= 1
        assert part.cue is None or 0 <= part.cue < len(doc)


def test_what_is_said_of_a_paragraph_is_the_same_alone_and_among_others(pipeline: Language) -> None:
    among = read(pipeline, *STORY)
    for block, span in zip(STORY, spans(STORY), strict=True):
        alone = read(pipeline, block)
        start = next(token.i for token in among if token.idx == span.start)
        end = next((token.i for token in among if token.idx >= span.end), len(among))
        assert said(among, start, end) == said(alone, 0, len(alone))
    assert len(among.user_data[ATTRIBUTED]) > 4
    assert len(among.ents) > 4


def test_what_was_read_before_changes_nothing(pipeline: Language) -> None:
    first = read(pipeline, *STORY)
    for text in ODD.values():
        read(pipeline, text)
    again = read(pipeline, *STORY)
    assert said(again, 0, len(again)) == said(first, 0, len(first))


def test_a_text_is_read_as_it_was_meant(pipeline: Language) -> None:
    doc = read(pipeline, *STORY)
    names = {entity.text: entity.label_ for entity in doc.ents}
    assert names["Ada Orr"] == names["Tove Lund"] == "PERSON"
    assert names["Ombre"] == "GPE"
    told = next(token for token in doc if token.text == "told")
    assert (told.tag_, told.lemma_, told.dep_) == ("VBD", "tell", "ROOT")
    assert any(child.dep_ == "nsubj" and child.text == "director" for child in told.children)
    cues = [doc[part.start : part.end].text for part in doc.user_data[ATTRIBUTED] if part.role == 1]
    assert {"said", "denied"} <= set(cues)


def test_a_name_at_the_edge_of_a_window_is_read_once(pipeline: Language) -> None:
    doc = read(pipeline, "and Ada Orr " * WINDOW_AT_MOST)
    ends = [0, *(end for entity in doc.ents for end in (entity.start, entity.end))]
    assert ends == sorted(ends)
    assert len(doc.ents) > WINDOW_AT_MOST // 2


@pytest.mark.parametrize("text", ODD.values(), ids=list(ODD))
def test_every_annotator_can_read_any_text(pipeline: Language, text: str) -> None:
    passage = Passage(text=text, blocks=(Span(0, len(text)),), date="2024-03-05")
    (found,) = annotate([passage], pipeline)
    assert all(0 <= span.start < span.end <= len(text) for span in found.sentences)
    assert all(0 < mention.confidence <= 1 for mention in found.mentions)
