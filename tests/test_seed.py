"""The article that the project started from, read by the bundled model. It lies beside the project; without it, skipped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
SEED = SHARED / "seed" / "kremlin-ceasefire.txt"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside the project"),
]


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "briefgen",
        "annotate",
        "-q",
        "--format",
        "jsonl",
        "--date",
        "2023-10-30",
        str(SEED),
    ]
    printed = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def said_by(record: dict[str, Any], actor: str) -> list[str]:
    text = record["text"]
    return [
        " … ".join(text[start:end] for start, end in quote["content"])
        for quote in record["quotes"]
        if quote["speaker"] and quote["speaker"]["actor"] == actor
    ]


def test_the_record_is_valid(record: dict[str, Any]) -> None:
    jsonschema.validate(record, json.loads((SHARED / "annotation.schema.json").read_text(encoding="utf-8")))
    assert record["text"] == SEED.read_text(encoding="utf-8")


def test_every_main_actor_is_found_and_merged(record: dict[str, Any]) -> None:
    actors = {actor["name"]: actor for actor in record["actors"]}
    assert {
        "Kremlin", "Dmitry Peskov", "Vladimir Putin", "Russia", "Israel", "Hamas", "Iran", "United States", "Gaza Strip",
    } <= set(actors)  # fmt: skip
    assert len(actors) <= 14
    assert "Israeli" in actors["Israel"]["aliases"]
    assert "Moscow" in actors["Russia"]["aliases"]
    assert actors["Dmitry Peskov"]["role"] == "Kremlin spokesperson"


def test_he_is_the_spokesman(record: dict[str, Any]) -> None:
    (quote,) = [quote for quote in record["quotes"] if quote["kind"] == "direct"]
    ((start, end),) = quote["content"]
    assert record["text"][start:end].strip('"').startswith("We have a regular and intensive dialogue")
    assert record["text"][slice(*quote["speaker"]["span"])] == "He"
    assert quote["speaker"]["actor"] == "dmitry-peskov"


def test_positions_are_reported_as_those_of_the_kremlin_and_of_putin(record: dict[str, Any]) -> None:
    assert any("has remained consistent" in content for content in said_by(record, "vladimir-putin"))
    kremlin = said_by(record, "kremlin")
    assert any("ceasefire" in content for content in kremlin)
    assert any("terrorism" in content for content in kremlin)


def test_the_figures_and_the_date(record: dict[str, Any]) -> None:
    figures = {record["text"][f["start"] : f["end"]]: f["value"] for f in record["facts"] if f["kind"] == "figure"}
    assert figures["1,400"]["amount"] == 1400
    assert (figures["1,400"]["measure"], figures["1,400"]["unit"]) == ("killed", "person")
    assert record["text"][slice(*figures["1,400"]["subject"])] == "lives"
    assert (figures["thousands"]["low"], figures["thousands"]["measure"]) == (2000, "killed")
    (day,) = [f for f in record["facts"] if f["kind"] == "date"]
    assert day["value"] == {"start": "2023-10-07", "end": "2023-10-07", "precision": "day"}
