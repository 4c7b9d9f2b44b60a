"""What a site is made of, written to where it waits: the same files whoever writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import staging
from briefgen.digests import digest, file_digest
from briefgen.kept import PAGE, keep, pack
from briefgen.memo import Memo
from briefgen.source import Moved, Static
from briefgen.staging import Content, Made, stage

COUNT = 60


@pytest.fixture
def memo(tmp_path: Path) -> Memo:
    return Memo(tmp_path / "memo.sqlite")


def page(number: int) -> bytes:
    return b"page %d " % number * (number + 1)


def kept_pages(memo: Memo, fetched: list[int] | None = None) -> dict[str, Made]:
    """Pages in a memo; `fetched` gets the numbers of those that this process is asked for."""
    pages = {}
    for number in range(COUNT):
        keep(memo, f"k{number}", pack(page(number), {}))

        def fetch(number: int = number) -> bytes:
            if fetched is not None:
                fetched.append(number)
            return page(number)

        pages[f"{number}.html"] = Made(digest(page(number)), fetch, f"k{number}")
    memo.commit()
    return pages


def staged(folder: Path, contents: dict[str, Content]) -> list[tuple[str, Content]]:
    folder.mkdir()
    return [(str(folder / name), content) for name, content in contents.items()]


def test_other_processes_write_what_this_one_would(tmp_path: Path, memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "WORTH", COUNT // 2)
    monkeypatch.setattr(staging, "PORTION", 7)
    source = tmp_path / "map.svg"
    source.write_bytes(b"<svg/>")
    static = Static(place="map.svg", file=str(source), digest=file_digest(source))
    fetched: list[int] = []
    contents: dict[str, Content] = {**kept_pages(memo, fetched), "map.svg": static, "plain.txt": b"plain"}
    stage(staged(tmp_path / "many", contents), memo.path, 2)
    assert fetched == []
    stage(staged(tmp_path / "one", contents))
    assert sorted(fetched) == list(range(COUNT))
    many, one = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("many", "one"))
    assert many == one
    assert many == {**{f"{n}.html": page(n) for n in range(COUNT)}, "map.svg": b"<svg/>", "plain.txt": b"plain"}


def test_what_is_damaged_in_the_memo_is_fetched_by_this_process(
    tmp_path: Path, memo: Memo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "WORTH", COUNT // 2)
    fetched: list[int] = []
    pages = kept_pages(memo, fetched)
    memo.put(PAGE, "k3", b"x" * 40)
    memo.drop(PAGE, "k5")
    memo.commit()
    stage(staged(tmp_path / "site", {**pages}), memo.path, 2)
    assert sorted(fetched) == [3, 5]
    assert all((tmp_path / "site" / f"{n}.html").read_bytes() == page(n) for n in range(COUNT))


def test_few_pages_are_written_by_this_process(tmp_path: Path, memo: Memo) -> None:
    fetched: list[int] = []
    stage(staged(tmp_path / "site", {**kept_pages(memo, fetched)}), memo.path, 2)
    assert sorted(fetched) == list(range(COUNT))


def test_a_place_that_cannot_be_written_is_an_error_whoever_writes(
    tmp_path: Path, memo: Memo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "WORTH", COUNT // 2)
    files = staged(tmp_path / "site", {**kept_pages(memo)})
    (tmp_path / "site" / "7.html").mkdir()
    with pytest.raises(OSError, match=r"7\.html"):
        stage(files, memo.path, 2)
    with pytest.raises(OSError, match=r"7\.html"):
        stage(files)


def test_nothing_is_written_of_nothing(tmp_path: Path) -> None:
    stage([])
    assert list(tmp_path.iterdir()) == []


def test_a_file_to_copy_that_has_changed_is_not_taken(tmp_path: Path) -> None:
    source = tmp_path / "map.svg"
    source.write_bytes(b"<svg/>")
    static = Static(place="map.svg", file=str(source), digest=file_digest(source))
    source.write_bytes(b"<svg></svg>")
    with pytest.raises(Moved, match=r"map\.svg"):
        stage(staged(tmp_path / "site", {"map.svg": static}))
