from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.serve import batches
from briefgen.serve.batches import Changes
from tests.serve.stage import until


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Consumer:
    """Takes batches when they are due, in this thread."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.changes = Changes()
        self.changes._is_idle = True

    def tell(self, *paths: str, step: batches.Step = "written") -> None:
        for path in paths:
            self.changes.tell(path, step)

    def left(self) -> float:
        """Seconds until the next batch is due."""
        return self.changes._left(self.clock.now)

    def take(self) -> set[str]:
        assert self.left() <= 0
        batch = self.changes._take()
        assert batch is not None
        return {str(path) for path in batch}

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch) -> Consumer:
    clock = Clock()
    monkeypatch.setattr(batches, "time", clock)
    return Consumer(clock)


def test_the_first_change_after_a_calm_is_due_at_once(consumer: Consumer) -> None:
    assert consumer.left() == math.inf
    consumer.tell("a")
    assert consumer.take() == {"a"}


def test_those_that_follow_at_once_wait_for_a_quiet_moment(consumer: Consumer) -> None:
    consumer.tell("a")
    assert consumer.take() == {"a"}
    consumer.changes._is_idle = True
    consumer.wait(0.01)
    consumer.tell("b")
    assert consumer.left() == pytest.approx(batches.QUIET)
    consumer.wait(0.03)
    consumer.tell("c")
    assert consumer.left() == pytest.approx(batches.QUIET)
    consumer.wait(batches.QUIET)
    assert consumer.take() == {"b", "c"}


def test_a_burst_without_a_quiet_moment_is_told_of_all_the_same(consumer: Consumer) -> None:
    consumer.tell("a")
    consumer.take()
    waited = 0.0
    while consumer.left() > 0:
        consumer.wait(0.02)
        waited += 0.02
        consumer.tell("b")
    assert waited == pytest.approx(batches.LONGEST, abs=0.05)


def test_a_change_during_the_work_is_due_when_it_ends(consumer: Consumer) -> None:
    consumer.tell("a")
    consumer.take()
    consumer.wait(0.3)
    consumer.tell("b")
    consumer.wait(0.2)
    assert consumer.take() == {"b"}


def test_a_burst_that_goes_on_when_the_work_ends_is_gathered(consumer: Consumer) -> None:
    consumer.tell("a")
    consumer.take()
    consumer.wait(0.3)
    consumer.tell("b", "c")
    consumer.wait(0.01)
    assert consumer.left() == pytest.approx(batches.QUIET - 0.01)


@pytest.mark.parametrize("step", ["gone", "writing", "emptied"])
def test_half_a_save_waits_for_the_other_half(consumer: Consumer, step: batches.Step) -> None:
    consumer.tell("a", step=step)
    assert 0 < consumer.left() <= batches.MOMENT
    consumer.wait(0.03)
    consumer.tell("a")
    assert consumer.take() == {"a"}


@pytest.mark.parametrize(
    ("step", "wait"), [("gone", batches.MOMENT), ("writing", batches.MOMENT), ("emptied", batches.EMPTY)]
)
def test_half_a_save_that_stays_so_counts_after_a_moment(consumer: Consumer, step: batches.Step, wait: float) -> None:
    consumer.tell("a", step=step)
    consumer.wait(wait - 0.01)
    assert consumer.left() > 0
    consumer.wait(0.02)
    assert consumer.take() == {"a"}


def test_a_file_that_is_written_to_without_end_does_not_keep_others_back(consumer: Consumer) -> None:
    waited = 0.0
    consumer.tell("large", step="writing")
    consumer.tell("a")
    while consumer.left() > 0:
        consumer.wait(0.01)
        waited += 0.01
        consumer.tell("large", step="writing")
    assert waited == pytest.approx(batches.HOLD, abs=0.02)
    assert consumer.take() == {"a"}


def test_what_comes_and_goes_within_a_moment_is_not_told(consumer: Consumer) -> None:
    consumer.tell("copy", step="came")
    consumer.tell("copy", step="writing")
    consumer.tell("copy")
    consumer.tell("copy", step="gone")
    consumer.tell("a")
    assert consumer.take() == {"a"}
    assert not consumer.changes.waiting


def test_a_new_file_that_stays_is_told_after_a_moment(consumer: Consumer) -> None:
    consumer.tell("new", step="came")
    consumer.tell("new")
    assert consumer.left() > 0
    consumer.wait(batches.MOMENT + 0.01)
    assert consumer.take() == {"new"}


def test_a_new_file_that_is_written_slowly_may_still_be_an_editors_own(consumer: Consumer) -> None:
    consumer.tell("copy", step="came")
    consumer.wait(batches.MOMENT * 2)
    consumer.tell("copy", step="writing")
    consumer.wait(batches.MOMENT * 2)
    assert consumer.left() > 0
    consumer.tell("copy")
    consumer.wait(batches.MOMENT / 2)
    consumer.tell("copy", step="gone")
    assert consumer.left() == math.inf


def test_a_new_file_that_is_saved_again_and_again_is_told(consumer: Consumer) -> None:
    consumer.tell("new", step="came")
    waited = 0.0
    while consumer.left() > 0:
        consumer.tell("new")
        consumer.wait(0.01)
        waited += 0.01
    assert waited < batches.MOMENT * 2


def test_one_that_takes_the_place_of_another_is_no_new_file(consumer: Consumer) -> None:
    consumer.tell("a", step="gone")
    consumer.tell("a", step="came")
    consumer.tell("a")
    assert consumer.take() == {"a"}


def test_anything_may_have_changed(consumer: Consumer) -> None:
    consumer.tell("a")
    consumer.changes.tell_all()
    consumer.wait(batches.LONGEST)
    assert consumer.left() <= 0
    assert consumer.changes._take() is None
    consumer.tell("b")
    consumer.wait(batches.LONGEST)
    assert consumer.take() == {"b"}


@pytest.fixture
def running() -> Iterator[tuple[Changes, list[frozenset[Path] | None]]]:
    """Changes, and what a thread that goes through them has been told."""
    changes = Changes()
    told: list[frozenset[Path] | None] = []
    thread = threading.Thread(target=lambda: told.extend(changes.batches()))
    thread.start()
    yield changes, told
    changes.close()
    thread.join(20)
    assert not thread.is_alive()


def test_a_thread_that_waits_is_woken(running: tuple[Changes, list[frozenset[Path] | None]]) -> None:
    changes, told = running
    for number in range(20):
        changes.tell(f"{number}", "gone" if number % 2 else "written")
        until(lambda number=number: any(batch and Path(f"{number}") in batch for batch in told))


def test_of_a_thousand_changes_none_is_lost(running: tuple[Changes, list[frozenset[Path] | None]]) -> None:
    changes, told = running
    threads = [
        threading.Thread(target=lambda k=k: [changes.tell(f"{k}-{n}", "written") for n in range(250)]) for k in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: sum(len(batch or ()) for batch in told) == 1000)
    assert len(told) < 20


def test_closing_ends_an_unfinished_burst() -> None:
    changes = Changes()
    changes.tell("a", "gone")
    changes.close()
    assert list(changes.batches()) == []


def test_waiting_says_whether_there_is_more_to_come() -> None:
    changes = Changes()
    assert not changes.waiting
    changes.tell("a", "gone")
    assert changes.waiting
    batch = next(changes.batches())
    assert batch == {Path("a")}
    assert not changes.waiting


def test_nothing_runs_while_nothing_happens(running: tuple[Changes, list[frozenset[Path] | None]]) -> None:
    changes, _ = running
    looks = 0
    left = changes._left

    def counted(now: float) -> float:
        nonlocal looks
        looks += 1
        return left(now)

    changes._left = counted  # type: ignore[method-assign]
    time.sleep(0.2)
    assert looks <= 1
