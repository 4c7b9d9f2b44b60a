from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.memo import Memo, delete, fingerprint
from briefgen.span import Span

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(PLAIN)
def test_equal_values_have_equal_fingerprints(value: object) -> None:
    import copy

    assert fingerprint(value) == fingerprint(copy.deepcopy(value))


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 9), max_size=5))
def test_the_order_of_a_mapping_does_not_count(value: dict[str, int]) -> None:
    assert fingerprint(value) == fingerprint(dict(reversed(value.items())))


def test_a_set_has_the_same_fingerprint_in_every_process() -> None:
    code = "from briefgen.memo import fingerprint; print(fingerprint({'a','b','c','d','e'}, {'b': 1, 'a': 2}))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((b"ab", b"c"), (b"a", b"bc")),
        (("a",), ("a", "")),
        (([1], [2]), ([1, 2],)),
        ((None,), ()),
        ((Span(1, 2), Span(3, 4)), (Span(1, 2), Span(3, 5))),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_different_values_have_different_fingerprints(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert fingerprint(*one) != fingerprint(*other)


def test_what_is_no_plain_value_has_no_fingerprint() -> None:
    with pytest.raises(TypeError, match="object"):
        fingerprint(object())


def test_a_result_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "memo.sqlite"
    memo = Memo(path)
    memo.put("annotate", "k", b"\0\xff")
    memo.commit()
    memo.close()
    again = Memo(path)
    assert again.get("annotate", "k") == b"\0\xff"
    assert again.get("annotate", "other") is None
    assert again.get("render", "k") is None
    again.close()


def test_what_was_not_committed_is_lost(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "m")
    memo.put("a", "k", b"v")
    memo.close()
    again = Memo(tmp_path / "m")
    assert again.get("a", "k") is None
    again.close()


def test_once_computes_once() -> None:
    memo = Memo()
    calls: list[int] = []
    for _ in range(3):
        assert memo.once("weave", "k", lambda: calls.append(1)) is None
    assert calls == [1]
    memo.once("weave", "other", lambda: calls.append(2))
    memo.once("parse", "k", lambda: calls.append(3))
    assert calls == [1, 2, 3]


def test_pruning_forgets_what_two_builds_did_not_use() -> None:
    memo = Memo()
    memo.put("annotate", "old", b"1")
    memo.put("annotate", "new", b"2")
    memo.put("built", "kept", b"3")
    memo.once("weave", "old", lambda: 1)
    memo.prune(["annotate", "weave"])
    assert memo.get("annotate", "new") == b"2"
    memo.prune(["annotate", "weave"])
    assert memo.get("annotate", "old") is None
    assert memo.get("annotate", "new") == b"2"
    assert memo.get("built", "kept") == b"3"
    assert memo.once("weave", "old", lambda: 2) == 2


def test_forgetting_leaves_nothing() -> None:
    memo = Memo()
    memo.put("a", "k", b"v")
    memo.once("b", "k", lambda: 1)
    memo.forget()
    assert memo.get("a", "k") is None
    assert memo.once("b", "k", lambda: 2) == 2


@pytest.mark.parametrize(
    "content", [b"", b"no database at all, but long enough to be one", b"SQLite format 3\0" + b"\xff" * 200]
)
def test_a_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "memo.sqlite"
    path.write_bytes(content)
    memo = Memo(path)
    memo.put("a", "k", b"v")
    memo.commit()
    memo.close()
    again = Memo(path)
    assert again.get("a", "k") == b"v"
    again.close()


def test_a_file_that_is_cut_off_gives_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "memo.sqlite"
    memo = Memo(path)
    for number in range(200):
        memo.put("a", str(number), bytes([number]) * 500)
    memo.commit()
    memo.close()
    path.write_bytes(path.read_bytes()[:20_000])
    again = Memo(path)
    assert all(again.get("a", str(number)) in (None, bytes([number]) * 500) for number in range(200))
    again.put("a", "new", b"v")
    again.prune(["a"])
    again.forget()
    assert again.get("a", "5") is None
    again.close()


def test_a_file_of_another_format_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "memo.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE memo (other TEXT)")
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    memo = Memo(path)
    memo.put("a", "k", b"v")
    assert memo.get("a", "k") == b"v"
    memo.close()


def test_a_place_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memo = Memo(tmp_path / "file" / "memo.sqlite")
    memo.put("a", "k", b"v")
    assert memo.get("a", "k") == b"v"
    memo.commit()
    memo.close()


def test_another_process_that_writes_only_costs_time(tmp_path: Path) -> None:
    path = tmp_path / "memo.sqlite"
    memo = Memo(path)
    memo.put("a", "k", b"v")
    memo.commit()
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    memo.put("a", "second", b"w")
    assert memo.get("a", "k") == b"v"
    memo.prune(["a"])
    memo.commit()
    late = Memo(path)
    late.put("a", "third", b"x")
    late.close()
    other.rollback()
    other.close()
    memo.close()
    assert path.is_file()
    again = Memo(path)
    assert again.get("a", "k") == b"v"
    again.close()


def test_deleting_takes_the_file_and_its_empty_folder(tmp_path: Path) -> None:
    path = tmp_path / ".briefgen" / "memo.sqlite"
    assert not delete(path)
    Memo(path).close()
    assert delete(path)
    assert not path.parent.exists()


def test_deleting_leaves_the_files_of_others(tmp_path: Path) -> None:
    path = tmp_path / ".briefgen" / "memo.sqlite"
    Memo(path).close()
    (path.parent / "mine.txt").write_text("mine")
    assert delete(path)
    assert (path.parent / "mine.txt").read_text() == "mine"
