"""Why something was annotated: every reason that is given has words, in each language, that name what they should."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.annotation import KeyFact, Party, Quote, fact_reasons, quote_reasons
from briefgen.interface import LANGUAGES, words
from briefgen.reasons import Reason, told
from briefgen.span import Span

PACKAGE = Path(__file__).parent.parent / "briefgen" / "annotate"
TEXT = "The dam held. She  said it would."
QUOTE = Quote(kind="indirect", content=(Span(24, 32),), cue=(Span(19, 23),), speaker=Party(Span(14, 17), "ann-vale"))


CODES = {key.split(".")[1] for key in words("en").entries if key.startswith("why.")}
GIVING = {"Resolved": 1, "Sign": 2}
"""Which argument of what annotators make is a reason."""


def written() -> Iterator[ast.AST]:
    for path in (*PACKAGE.glob("quotes/*.py"), *PACKAGE.glob("key_facts/*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def texts(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_sentence_is_for_a_reason_that_is_given_and_every_reason_has_one() -> None:
    assert set().union(*map(texts, written())) >= CODES
    calls = [node for node in written() if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    given = [
        texts(call.args[at]) for call in calls if (at := GIVING.get(call.func.id, len(call.args))) < len(call.args)
    ]
    assert len(given) > 15
    assert set().union(*given) - {""} <= CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_name_nothing_but_the_cue_the_speaker_and_whom_he_is_taken_for(language: str) -> None:
    for key, sentence in words(language).entries.items():
        if key.startswith("why."):
            assert set(re.findall(r"\{(\w+)\}", sentence)) <= {"cue", "said", "who", "n"}, key


def test_a_quotes_reasons_name_its_cue_and_speaker() -> None:
    def why(*codes: str, name: str = "Ann Vale") -> str:
        quote = Quote(
            kind=QUOTE.kind, content=QUOTE.content, cue=QUOTE.cue, speaker=QUOTE.speaker, why=tuple(map(Reason, codes))
        )
        return quote_reasons(quote, TEXT, name, words("en"))

    assert why("cue") == "introduced by “said”, with “She” as the speaker"
    assert why("subject_before") == "“She” is taken to be Ann Vale, the subject of the sentence before"
    assert why("continues", "spoke_last").startswith("goes on from the quote before it; “She” is taken to be Ann Vale")
    # Someone whom nobody has a name for is called as in the text.
    assert why("role", name="") == "“She” is taken to be She, from the role named before"
    assert why() == ""


def test_a_key_facts_reasons_are_counted() -> None:
    fact = KeyFact(sentence=Span(0, 13), score=1.0, why=(Reason("opening"), Reason("main_actors", 2)))
    assert fact_reasons(fact, words("en")) == "stands in the opening paragraph, names 2 main actors"
    assert fact_reasons(fact, words("de")) == "steht im ersten Absatz, nennt 2 Hauptpersonen"


def test_what_a_text_says_is_never_taken_for_a_place_to_fill() -> None:
    assert told((Reason("cue"),), words("en"), cue="{who}", said="{0} {cue!r}", who="").count("{") == 3
