"""The garbage collector stands still while much is made that stays."""

from __future__ import annotations

import gc

import pytest

from briefgen.collecting import uncollected


@pytest.fixture(autouse=True)
def _as_before() -> object:
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_meanwhile_and_what_is_there_is_left_alone_later() -> None:
    before = gc.get_freeze_count()
    with uncollected():
        assert not gc.isenabled()
        kept = [[n] for n in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)


def test_it_comes_back_after_a_failure_and_stays_away_where_it_was_not() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
