"""The same annotations whatever the number of jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from briefgen.annotate import Passage, nlp
from briefgen.annotate.workers import PORTION, WORTH, annotate_on_cores, portions, usable
from briefgen.annotation import Amount
from briefgen.diagnostic import BriefgenError
from briefgen.span import Span


def passage(text: str) -> Passage:
    return Passage(text=text, blocks=(Span(0, len(text)),), date="2024-03-05")


TEXTS = [
    f"Mayor Ada Orr said on Monday that {n} houses in Port Orren were flooded. “We need help,” she added."
    for n in range(2, 9)
]


@pytest.mark.model
def test_two_processes_say_what_one_says_in_the_same_order() -> None:
    passages = [passage(text) for text in TEXTS]
    alone = list(annotate_on_cores(passages, "", 1, nlp.load))
    together = list(annotate_on_cores(passages, "", 2, nlp.load))
    assert together == alone
    told = [fact.value.amount for found in alone for fact in found.facts if isinstance(fact.value, Amount)]
    assert told == [2, 3, 4, 5, 6, 7, 8]


class Watched(dict[str, bytes]):
    """Readings that tell what was added."""

    def __init__(self, *known: dict[str, bytes]) -> None:
        super().__init__(*known)
        self.added: list[str] = []

    def __setitem__(self, key: str, value: bytes) -> None:
        self.added.append(key)
        super().__setitem__(key, value)


@pytest.mark.model
def test_several_processes_keep_what_one_keeps_and_read_nothing_that_is_known() -> None:
    passages = [passage(text) for text in (*TEXTS, TEXTS[0])]
    one, two = Watched(), Watched()
    alone = list(annotate_on_cores(passages, "", 1, nlp.load, one))
    assert list(annotate_on_cores(passages, "", 2, nlp.load, two)) == alone
    assert two == one
    assert sorted(two.added) == sorted(nlp.key_of(text) for text in TEXTS)
    more = Watched({key: value for key, value in one.items() if key != nlp.key_of(TEXTS[2])})
    assert list(annotate_on_cores(passages, "", 2, nlp.load, more)) == alone
    assert more.added == [nlp.key_of(TEXTS[2])]
    assert more == one


ALL_DAY = """
from briefgen.annotate import Passage, nlp, workers
from briefgen.span import Span

if __name__ == "__main__":
    workers.PORTION = 1
    text = "Mayor Ada Orr said that houses were flooded. " * 9
    passages = [Passage(text=text, blocks=(Span(0, len(text)),), date=None)] * 5_000
    found = workers.annotate_on_cores(passages, "", 2, nlp.load)
    next(found)
    print("begun", flush=True)
    list(found)
"""


@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("sent", ["SIGTERM", "SIGKILL", "SIGINT"])
def test_no_process_is_left_when_the_one_that_asked_is_stopped(tmp_path: Path, sent: str) -> None:
    script = tmp_path / "all_day.py"
    script.write_text(ALL_DAY)
    paths = os.pathsep.join(path for path in (str(Path(nlp.__file__).parents[2]), os.getenv("PYTHONPATH", "")) if path)
    asking = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with asking:
        assert asking.stdout is not None
        assert asking.stdout.readline() == b"begun\n"
        asking.send_signal(signal.Signals[sent])
        # They share its output: that ends when the last of them has.
        assert asking.communicate(timeout=60)[0] == b""
    assert asking.returncode != 0


@pytest.mark.model
def test_what_a_model_lacks_is_said_by_several_processes_too(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(BriefgenError, match="has no parser and no ner"):
        list(annotate_on_cores([passage(text) for text in TEXTS], str(tmp_path), 2, nlp.load))


def test_little_text_is_read_by_one_process() -> None:
    assert usable([passage("Short.")] * 5, None) == 1


def test_more_processes_than_passages_are_never_started() -> None:
    assert usable([passage("x" * WORTH * 9)], 8) == 1


def test_jobs_asked_for_are_given() -> None:
    assert usable([passage("Short.")] * 5, 3) == 3


def test_portions_hold_every_passage_once_in_order() -> None:
    passages = [passage("x" * size) for size in (10, PORTION, 5, 5, PORTION // 2, PORTION)]
    found = portions(passages)
    assert [p for portion in found for p in portion] == passages
    assert len(found) > 1
