"""Digests are those of the bytes that are there, and a file is read only when it may have others."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import digests as module
from briefgen.digests import RECENT, Digests, Sighting, digest, file_digest

LONG = 10 * RECENT
"""Nanoseconds after which a file is surely no longer new."""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read, in order."""
    paths: list[str] = []

    def reading(path: Path | str) -> str:
        paths.append(str(path))
        return file_digest(path)

    monkeypatch.setattr(module, "file_digest", reading)
    return paths


def later(path: Path) -> int:
    """A time long after a file's last change."""
    stat = path.stat()
    return max(stat.st_mtime_ns, stat.st_ctime_ns) + LONG


def seen(path: Path) -> dict[str, Sighting]:
    """What a run that comes long after a file's last change leaves to the next."""
    digests = Digests({}, later(path))
    digests.of(str(path))
    return digests.after


@given(
    st.sampled_from([1, 1_000_000, 1_000_000_000, 2_000_000_000]),
    st.integers(0, 5_000_000_000),
    st.integers(0, 5_000_000_000),
    st.integers(0, 20_000_000),
    st.integers(0, 20_000_000),
)
def test_what_is_relied_on_cannot_have_changed_without_another_time(
    tmp_path_factory: pytest.TempPathFactory, step: int, written: int, wait: int, lag: int, later: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "a.md"
    path.write_text("one")

    def told(time: int) -> os.stat_result:
        """What a file system that counts in steps, and is a little behind, says of a file changed at a time."""
        coarse = (10**18 + time) // step * step
        return os.stat_result(path.stat()[:10], {"st_mtime_ns": coarse, "st_ctime_ns": coarse})

    first, now = told(written - lag), written + wait
    digests = Digests({}, 10**18 + now)
    digests.of(str(path), first)
    assert not digests.after or told(now - later).st_mtime_ns != first.st_mtime_ns


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"dam" * 100_000)
    expected = hashlib.blake2b(b"dam" * 100_000, digest_size=16).hexdigest()
    assert Digests().of(str(path)) == digest(b"dam" * 100_000) == file_digest(path) == expected


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    before = seen(path)
    assert read == [str(path)]
    again = Digests(before, later(path))
    assert again.of(str(path)) == digest(b"one")
    assert again.of(str(path), path.stat()) == digest(b"one")
    assert read == [str(path)]
    assert again.after == before


def test_a_file_of_the_same_size_with_its_time_set_back_is_read_again(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    before, stat = seen(path), path.stat()
    path.write_text("two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    if path.stat().st_ctime_ns == stat.st_ctime_ns:
        pytest.skip("this file system does not tell two changes in a row apart")
    assert Digests(before, later(path)).of(str(path)) == digest(b"two")


def test_another_file_of_the_same_size_and_time_in_its_place_is_read(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text("one")
    other.write_text("two")
    before, stat = seen(path), path.stat()
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(path)
    assert Digests(before, later(path)).of(str(path)) == digest(b"two")


@pytest.mark.parametrize("field", ["size", "modified", "changed", "inode"])
def test_a_sighting_that_differs_in_anything_counts_for_nothing(tmp_path: Path, read: list[str], field: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    (sighting,) = seen(path).values()
    read.clear()
    values = {name: getattr(sighting, name) for name in sighting.__struct_fields__}
    wrong = Sighting(**{**values, "digest": "a lie", field: values[field] + 1})
    assert Digests({str(path): wrong}, later(path)).of(str(path)) == digest(b"one")
    assert read == [str(path)]


def test_a_file_that_changed_just_now_is_read_again_by_the_next_run(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    now = max(path.stat().st_mtime_ns, path.stat().st_ctime_ns)
    for moment in (now - LONG, now, now + 1, now + RECENT):
        digests = Digests({}, moment)
        assert digests.of(str(path)) == digest(b"one")
        assert digests.after == {}, moment
    digests = Digests({}, now + RECENT + 1)
    digests.of(str(path))
    assert set(digests.after) == {str(path)}


def test_the_clock_set_back_only_costs_time(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    os.utime(path, ns=(2**62, 2**62))
    digests = Digests({}, later(path) - LONG)
    assert digests.of(str(path)) == digest(b"one")
    assert digests.after == {}


def test_a_change_within_one_tick_of_the_clock_is_not_missed(tmp_path: Path) -> None:
    """Size and times are the same, as on a file system that counts in seconds; only the bytes differ."""
    path = tmp_path / "a.md"
    path.write_text("one")
    stat = path.stat()
    first = Digests({}, stat.st_ctime_ns + 1)
    first.of(str(path))
    path.write_text("two")
    # The same stat as before, as far as such a file system can tell.
    assert Digests(first.after, stat.st_ctime_ns + 1).of(str(path), stat) == digest(b"two")


def test_without_a_file_there_is_no_digest(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Digests().of(str(tmp_path / "none"))


def test_a_file_that_nobody_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    one, other = tmp_path / "a.md", tmp_path / "b.md"
    one.write_text("one")
    other.write_text("two")
    now = later(other)
    first = Digests({}, now)
    first.of(str(one))
    first.of(str(other))
    second = Digests(first.after, now)
    second.of(str(one))
    assert set(second.after) == {str(one)}
