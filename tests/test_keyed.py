"""A fold that is kept up to date knows what a fresh one would, and says what changed and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from briefgen.keyed import Fold

Value = tuple[tuple[str, int | None], ...]
"""(key, number to add; None to look at the sum only)s."""
Sums = Fold[str, Value, str, int | None, int]

VALUES = st.lists(
    st.tuples(st.sampled_from("xyz"), st.none() | st.integers(-3, 3)), max_size=4
).map(tuple)  # fmt: skip
BATCHES = st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | VALUES), max_size=3), max_size=6)


def total(key: str, parts: Mapping[str, list[int | None]]) -> int:
    return sum(number for name in parts for number in parts[name] if number is not None)


def sums() -> Sums:
    return Fold(lambda name, value: value, total)


def fresh(values: Mapping[str, Value]) -> Sums:
    fold = sums()
    fold.update(values.items())
    return fold


@given(BATCHES)
def test_after_any_changes_the_results_are_those_of_a_fresh_fold(batches: list[list[tuple[str, Value | None]]]) -> None:
    fold, values = sums(), dict[str, Value]()
    for batch in batches:
        before = dict(fold.results)
        changed = fold.update(batch)
        for name, value in batch:
            values.pop(name, None)
            if value is not None:
                values[name] = value
        once = fresh(values)
        assert fold.results == once.results
        for key in "xyz":
            assert set(fold.names(key)) == set(once.names(key)) == {
                name for name, value in values.items() if key in dict(value)
            }  # fmt: skip
        assert changed == {key for key in "xyz" if before.get(key) != fold.results.get(key)}


def test_a_result_that_comes_out_equal_is_not_reported() -> None:
    fold = fresh({"a": (("x", 1),), "b": (("x", 2),)})
    assert fold.update([("a", (("x", 2),)), ("b", (("x", 1),))]) == set()
    assert fold.update([("a", (("x", 3),))]) == {"x"}


def test_a_key_that_comes_or_goes_is_reported() -> None:
    fold = sums()
    assert fold.update([("a", (("x", 0),))]) == {"x"}
    assert fold.update([("a", (("y", 0),))]) == {"x", "y"}
    assert fold.update([("a", None)]) == {"y"}
    assert fold.results == {}
    assert fold.update([("never there", None)]) == set()


def test_who_only_looks_at_a_result_is_among_its_names() -> None:
    fold = fresh({"a": (("x", 1),), "reader": (("x", None),)})
    assert set(fold.names("x")) == {"a", "reader"}
    assert fold.results == {"x": 1}
    assert set(fold.names("nothing")) == set()


def test_only_the_keys_that_a_value_has_a_part_in_are_gathered_again() -> None:
    asked: list[str] = []

    def noting(key: str, parts: Mapping[str, list[int | None]]) -> int:
        asked.append(key)
        return total(key, parts)

    def spread(name: str, value: Value) -> Iterable[tuple[str, int | None]]:
        return value

    fold = Fold(spread, noting)
    fold.update([("a", (("x", 1), ("y", 1))), ("b", (("y", 1), ("z", 1)))])
    assert sorted(asked) == ["x", "y", "z"]
    asked.clear()
    fold.update([("b", (("z", 2),))])
    assert sorted(asked) == ["y", "z"]
