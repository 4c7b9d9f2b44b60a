from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.memo import Memo, delete, fingerprint, unpacked
from briefgen.span import Span
from tests.files import write_files

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


def test_what_was_put_is_there_before_it_is_durable(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "m")
    memo.put("a", "old", b"old value")
    memo.commit()
    memo.put("a", "new", b"new value")
    memo.put("a", "old", b"changed")
    for _ in range(2):
        assert (memo.get("a", "new"), memo.get("a", "old")) == (b"new value", b"changed")
        assert (memo.head("a", "new", 3), memo.head("a", "old", 99)) == (b"new", b"changed")
        assert memo.keys("a") == {"old", "new"}
        memo.commit()
    assert (memo.get("a", "none"), memo.head("a", "none", 3), memo.keys("b")) == (None, None, set())
    memo.close()


def test_much_is_made_durable_before_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.memo.MOST_PENDING", 1000)
    memo = Memo(tmp_path / "m")
    for number in range(20):
        memo.put("a", str(number), b"x" * 100)
    memo.close()
    again = Memo(tmp_path / "m")
    assert 10 <= len(again.keys("a")) < 20
    again.close()


@pytest.mark.parametrize(
    ("stored", "value"),
    [(None, None), (b"", None), (b"{damaged", None), (b"\x93\x01\x02\x03", None), (b"\x92\x01\x02", Span(1, 2))],
)
def test_what_is_stored_and_no_value_of_its_type_counts_for_nothing(stored: bytes | None, value: Span | None) -> None:
    assert unpacked(stored, tuple[int, int]) == (None if value is None else (value.start, value.end))


def test_once_computes_once_for_the_last_key_of_a_stage() -> None:
    memo = Memo()
    calls: list[int] = []
    for _ in range(3):
        assert memo.once("theme", "k", lambda: calls.append(1)) is None
    assert calls == [1]
    memo.once("theme", "other", lambda: calls.append(2))
    memo.once("model", "k", lambda: calls.append(3))
    memo.once("theme", "other", lambda: calls.append(4))
    assert calls == [1, 2, 3]
    memo.once("theme", "k", lambda: calls.append(5))
    assert calls == [1, 2, 3, 5]


def test_pruning_forgets_what_is_not_to_be_kept(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "m")
    for key in ("old", "kept"):
        memo.put("annotation", key, b"1")
    memo.commit()
    for key in ("new", "pending"):
        memo.put("annotation", key, b"2")
    memo.put("built", "old", b"3")
    memo.prune("annotation", {"kept", "new", "never there"})
    for _ in range(2):
        assert memo.keys("annotation") == {"kept", "new"}
        assert memo.get("annotation", "old") is memo.get("annotation", "pending") is None
        assert memo.get("built", "old") == b"3"
        memo.commit()
        memo.close()
        memo = Memo(tmp_path / "m")
    memo.close()


def test_threads_may_share_a_memo(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "m")
    wrong: list[object] = []

    def work(own: int) -> None:
        try:
            for number in range(50):
                key = f"{own}-{number}"
                memo.put("a", key, key.encode())
                if memo.get("a", key) != key.encode() or memo.head("a", key, 1) != key[:1].encode():
                    wrong.append(key)
                if number % 10 == 0:
                    memo.commit()
                    memo.prune("b", ())
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(own,)) for own in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    memo.commit()
    assert len(memo.keys("a")) == 200
    memo.close()


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
    assert again.head("a", "none", 3) is None
    again.keys("a")
    again.put("a", "new", b"v")
    assert again.get("a", "new") == b"v"
    again.commit()
    again.prune("a", {"new"})
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
    assert (memo.get("a", "k"), memo.get("a", "second")) == (b"v", b"w")
    memo.prune("a", {"k", "second"})
    memo.commit()
    assert memo.get("a", "second") == b"w"
    late = Memo(path)
    late.put("a", "third", b"x")
    late.close()
    other.rollback()
    other.close()
    # What could not be made durable then is made so now.
    memo.commit()
    memo.close()
    assert path.is_file()
    again = Memo(path)
    assert (again.get("a", "k"), again.get("a", "second")) == (b"v", b"w")
    again.close()


def test_what_waits_for_another_process_is_not_tried_again_with_everything_that_is_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    committing = Memo.commit

    def commit(self: Memo) -> None:
        tried.append(number)
        committing(self)

    monkeypatch.setattr("briefgen.memo.MOST_PENDING", 1000)
    monkeypatch.setattr(Memo, "commit", commit)
    path = tmp_path / "memo.sqlite"
    memo = Memo(path)
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    for number in range(35):
        memo.put("a", str(number), bytes(100))
    assert tried == [10, 21, 32]
    assert memo.get("a", "0") == bytes(100)
    other.rollback()
    for number in range(35, 55):
        memo.put("a", str(number), bytes(100))
    # Then as often as ever.
    assert tried == [10, 21, 32, 43, 54]
    memo.commit()
    memo.close()
    other.close()
    again = Memo(path)
    assert len(again.keys("a")) == 55
    again.close()


def test_deleting_takes_the_file_and_its_empty_folder(tmp_path: Path) -> None:
    path = tmp_path / ".briefgen" / "memo.sqlite"
    assert not delete(path)
    memo = Memo(path)
    memo.put("a", "k", b"v")
    memo.commit()
    # What a process that was killed leaves beside it goes too.
    left = {beside.name: beside.read_bytes() for beside in path.parent.iterdir()}
    memo.close()
    write_files(path.parent, left)
    assert delete(path)
    assert not path.parent.exists()


def test_deleting_leaves_the_files_of_others(tmp_path: Path) -> None:
    path = tmp_path / ".briefgen" / "memo.sqlite"
    Memo(path).close()
    (path.parent / "mine.txt").write_text("mine")
    assert delete(path)
    assert (path.parent / "mine.txt").read_text() == "mine"
