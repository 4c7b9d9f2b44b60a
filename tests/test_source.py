from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import digests
from briefgen.digests import Digests, digest, file_digest
from briefgen.source import Moved, Sources, decode, is_hidden, read, scan
from tests.files import write_files


def scanned(tmp_path: Path, files: dict[str, str | bytes]) -> Sources:
    write_files(tmp_path, files)
    return scan(tmp_path)


def test_articles_and_files_to_copy_come_sorted(tmp_path: Path) -> None:
    found = scanned(
        tmp_path, {f"content/{name}": name for name in ("b/z.md", "b/a.TXT", "a.markdown", "b/map.svg", "report.pdf")}
    )
    assert [source.place for source in found.articles] == ["a.markdown", "b/a.TXT", "b/z.md"]
    assert [source.path for source in found.articles] == ["content/a.markdown", "content/b/a.TXT", "content/b/z.md"]
    assert [static.place for static in found.statics] == ["b/map.svg", "report.pdf"]
    assert found.statics[0].digest == digest(b"b/map.svg") == file_digest(tmp_path / "content/b/map.svg")
    assert found.diagnostics == ()


def test_names_with_spaces_and_letters_of_any_script_are_read(tmp_path: Path) -> None:
    names = ["a b.md", "наводнение.md", "سد.md", "é.md", "水/水.md", "100%.md", "a#b.md", "a?b.md"]
    found = scanned(tmp_path, {f"content/{name}": "x" for name in names})
    assert sorted(source.place for source in found.articles) == sorted(names)
    assert found.diagnostics == ()


def test_private_files_and_editors_copies_are_left_out(tmp_path: Path) -> None:
    names = [".hidden.md", ".git/a.md", "a.md~", ".a.md.swp", "#a.md#", "4913", "a.md.bak", "x.tmp", ".DS_Store"]
    found = scanned(tmp_path, {f"content/{name}": "x" for name in names} | {"content/seen.md": "x"})
    assert [source.place for source in found.articles] == ["seen.md"]
    assert found.statics == ()
    assert all(is_hidden(name.split("/")[0]) for name in names)


def test_what_the_author_knows_is_never_published(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"content/actors.yml": "", "content/a/actors.yml": "", "content/a/a.md.notes.yml": ""})
    assert (found.articles, found.statics) == ((), ())


def test_a_missing_content_folder_is_an_error_with_advice(tmp_path: Path) -> None:
    (diagnostic,) = scan(tmp_path).diagnostics
    assert diagnostic.severity == "error"
    assert "no content folder" in str(diagnostic)
    assert "init" in diagnostic.hint


def test_links_are_followed_only_within_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    write_files(tmp_path, {"secret.md": "secret", "secrets/a.md": "secret", "project/notes/ok.md": "fine"})
    write_files(root, {"content/a.md": "x"})
    (root / "content/out.md").symlink_to(tmp_path / "secret.md")
    (root / "content/folder").symlink_to(tmp_path / "secrets")
    (root / "content/nowhere.md").symlink_to(tmp_path / "nothing.md")
    (root / "content/within.md").symlink_to(root / "notes/ok.md")
    (root / "content/loop").symlink_to(root / "content")
    found = scan(root)
    assert [source.place for source in found.articles] == ["a.md", "within.md"]
    assert sorted((d.path, d.message) for d in found.diagnostics) == [
        ("content/folder", "the link leads out of the project; left out"),
        ("content/nowhere.md", "the link leads nowhere; left out"),
        ("content/out.md", "the link leads out of the project; left out"),
    ]


def test_a_link_that_leads_to_itself_is_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "x"})
    (tmp_path / "content/self.md").symlink_to(tmp_path / "content/self.md")
    found = scan(tmp_path)
    assert [source.place for source in found.articles] == ["a.md"]
    assert len(found.diagnostics) == 1


def test_an_unreadable_file_is_reported_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"content/a.md": "x", "content/b.md": "y", "content/c.svg": "z"})
    real = digests.file_digest

    def reading(path: Path | str) -> str:
        if str(path).endswith(("a.md", "c.svg")):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(digests, "file_digest", reading)
    found = scan(tmp_path)
    assert [source.place for source in found.articles] == ["b.md"]
    assert [str(d) for d in found.diagnostics] == [
        "content/a.md: cannot be read (Permission denied); check its permissions",
        "content/c.svg: cannot be read (Permission denied); check its permissions",
    ]
    assert found.statics == ()


def test_what_is_listed_is_not_read_yet_and_read_as_it_was_found(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"content/s/a.md": "caf\u00e9\r\n", "content/s/b.txt": b"\xff"})
    one, other = found.articles
    assert (one.path, one.place, one.digest) == ("content/s/a.md", "s/a.md", digest("caf\u00e9\r\n".encode()))
    assert Path(one.file) == tmp_path / "content/s/a.md"
    source = read(one)
    assert (source.path, source.place, source.text, source.diagnostics) == (one.path, one.place, "caf\u00e9\r\n", ())
    assert [d.severity for d in read(other).diagnostics] == ["warning"]


@pytest.mark.parametrize("change", ["edit", "delete", "folder"])
def test_a_file_that_is_not_what_was_found_is_not_read(tmp_path: Path, change: str) -> None:
    (one,) = scanned(tmp_path, {"content/a.md": "one"}).articles
    path = tmp_path / "content/a.md"
    if change == "edit":
        path.write_text("two")
    else:
        path.unlink()
    if change == "folder":
        path.mkdir()
    with pytest.raises(Moved, match=r"content/a\.md"):
        read(one)


def test_files_that_were_seen_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"content/a.md": "x", "content/map.svg": "<svg/>"})
    first = Digests({}, 2**62)
    before = scan(tmp_path, first)

    def fails(path: object) -> str:
        raise AssertionError(path)

    monkeypatch.setattr(digests, "file_digest", fails)
    assert scan(tmp_path, Digests(first.after, 2**62)) == before


def test_an_unreadable_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"content/a.md": "x", "content/locked/b.md": "y"})
    real = os.scandir

    def scandir(folder: Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = scan(tmp_path)
    assert [source.place for source in found.articles] == ["a.md"]
    assert "content/locked" in str(found.diagnostics[0])


def test_a_name_that_is_not_utf8_is_left_out_and_shown(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    try:
        (tmp_path / "content" / os.fsdecode(b"caf\xe9.md")).write_text("x")
    except OSError:
        pytest.skip("the file system takes only UTF-8")
    found = scan(tmp_path)
    assert found.articles == ()
    (diagnostic,) = found.diagnostics
    assert diagnostic.path == "content/caf\ufffd.md"
    str(diagnostic).encode("utf-8")


def decoded(content: bytes) -> tuple[str, list[str]]:
    source = decode(content, path="content/a.md", place="a.md")
    return source.text, [str(d) for d in source.diagnostics]


def test_utf8_is_read_as_it_is() -> None:
    assert decoded("\ufeffaé🌊\r\n\0x".encode()) == ("\ufeffaé🌊\r\n\0x", [])


def test_a_byte_that_is_no_utf8_is_named_by_line_and_column() -> None:
    text, (warning,) = decoded("Zeile\néé caf".encode() + b"\xe9 gone")
    assert text == "Zeile\néé caf\ufffd gone"
    assert warning.startswith("content/a.md:2:7: byte 0xe9 is not UTF-8")
    assert "Windows-1252" in warning


def test_a_byte_that_is_no_utf8_in_the_first_line_has_its_column() -> None:
    assert decoded(b"ab\xff")[1][0].startswith("content/a.md:1:3: ")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_recognised(encoding: str) -> None:
    _, (warning,) = decoded("\ufeffSome words about a dam".encode(encoding))
    assert "UTF-16" in warning
    assert "save it as UTF-8" in warning


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_warned_about(content: bytes) -> None:
    _, (warning,) = decoded(content)
    assert "is empty" in warning


@given(st.binary(max_size=60))
def test_any_bytes_give_text_that_can_be_written_again(content: bytes) -> None:
    source = decode(content, path="a.md", place="a.md")
    source.text.encode("utf-8")
    broken = "\ufffd" in source.text and "\ufffd".encode() not in content
    assert any("not UTF-8" in d.message for d in source.diagnostics) == broken or b"\xef\xbf\xbd" in content
    assert all(d.severity == "warning" for d in source.diagnostics)
