from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dateline import report
from briefgen.span import Span

TOLD = "The river has risen."


def told(text: str, start: int = 0) -> str:
    return report(Span(start, len(text)), text).of(text)


@pytest.mark.parametrize(
    "line",
    [
        "PORT ORREN, May 3 (NVA) - ",
        "PORT ORREN —",
        "PORT ORREN\N{NO-BREAK SPACE}— ",
        "ORREN--",
        "ST. ORREN, Calvessa, Dec. 11 (NVA) — ",
        "SKÆRHAVN, Sørnholm – ",
        "Port Orren (NVA) – ",
        "May 3 (NVA) - ",
        "ORREN/LISK (NVA) - ",
    ],
)
def test_a_report_is_told_behind_its_dateline(line: str) -> None:
    assert told(f"{line}{TOLD}") == TOLD


def test_what_is_quoted_first_is_told() -> None:
    assert told("ORREN — “Run,” she said.") == "“Run,” she said."


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        "",
        "ORREN — ",
        "ORREN-BASED firms have closed.",
        "Orren — The river has risen.",
        "UPDATE: 5/12 — The river has risen.",
        "The river — it has risen — is wide.",
        "IQR = Q3 – Q1. The IQR is 7.",
        "NVA - which nobody reads - has closed.",
        "ORREN AND THE LONG ROAD TO THE COAST THAT NOBODY TAKES ANY MORE SINCE THE YEAR OF THE FLOOD — The river.",
    ],
)
def test_nothing_else_is_taken_for_a_dateline(text: str) -> None:
    assert told(text) == text


def test_a_dateline_opens_a_paragraph() -> None:
    text = f"ORREN — {TOLD}"
    assert told(f"A headline\n\n{text}", 12) == TOLD
    assert told(f"He left. {text}", 9) == text


@given(st.text(st.sampled_from("AB ab,.()-—–\n\t3“:"), max_size=60), st.data())
def test_whatever_it_is_what_is_told_ends_where_the_sentence_does(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = report(Span(start, end), text)
    assert start <= found.start <= found.end == end
    assert found.start == start or any(map(str.isalnum, found.of(text)))
