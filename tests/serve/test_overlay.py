from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostic import Diagnostic
from briefgen.serve.overlay import MOST, WIDTH, Line, excerpt, problems


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "content").mkdir(parents=True)
    (project / "content/a.md").write_text("one\ntwo\nthree\nfour\nfive\nsix\n", encoding="utf-8")
    return project


def test_an_excerpt_is_the_line_with_its_neighbours_and_the_place_of_the_column(root: Path) -> None:
    assert excerpt(root, "content/a.md", 4, 2) == (
        Line(2, "two"),
        Line(3, "three"),
        Line(4, "four", is_meant=True, caret=1),
        Line(5, "five"),
    )


def test_at_the_edges_of_a_file_there_are_fewer_lines(root: Path) -> None:
    assert [line.number for line in excerpt(root, "content/a.md", 1, 0)] == [1, 2]
    assert [line.number for line in excerpt(root, "content/a.md", 7, 0)] == [5, 6, 7]


def test_without_a_column_or_beyond_the_end_of_the_line_there_is_no_caret(root: Path) -> None:
    for column in (0, 6):
        (line,) = [line for line in excerpt(root, "content/a.md", 4, column) if line.is_meant]
        assert line.caret is None
    (line,) = [line for line in excerpt(root, "content/a.md", 4, 5) if line.is_meant]
    assert line.caret == 4


def test_a_long_line_is_cut_around_its_column(root: Path) -> None:
    (root / "content/a.md").write_text("x" * 1000 + "!" + "y" * 1000, encoding="utf-8")
    (line,) = excerpt(root, "content/a.md", 1, 1001)
    assert line.text[line.caret or 0] == "!"
    assert line.text.startswith("…")
    assert line.text.endswith("…")
    assert len(line.text) == WIDTH + 2


def test_lines_are_counted_as_diagnostics_count_them(root: Path) -> None:
    (root / "content/a.md").write_bytes("\ufeffa\fb\u2028c\r\nsecond\rthird".encode())
    assert [line.text for line in excerpt(root, "content/a.md", 3, 0)] == ["a␌b\u2028c", "second", "third"]


def test_letters_that_are_unseen_or_turn_others_around_are_shown_and_columns_stay(root: Path) -> None:
    (root / "content/a.md").write_text("a\x00\x1b[31m\u202eb\tc", encoding="utf-8")
    (line,) = excerpt(root, "content/a.md", 1, 4)
    assert (line.text, line.caret) == ("a␀␛[31m\ufffdb\tc", 3)
    (one,) = problems(root, [Diagnostic(path="content/\x1b\u2066.md", message="\x07\nis", hint="\x7f")])
    assert (one.path, one.message, one.hint) == ("content/␛\ufffd.md", "␇\nis", "␡")


def test_letters_that_are_not_utf8_do_not_stop_it(root: Path) -> None:
    (root / "content/a.md").write_bytes(b"caf\xe9")
    assert excerpt(root, "content/a.md", 1, 4)[0].text == "caf\ufffd"


@pytest.mark.parametrize("path", ["../secret.md", "content/link.md", "content", "content/none.md", "a\0b", ""])
def test_nothing_is_read_outside_of_the_project_or_that_is_no_file(root: Path, path: str) -> None:
    (root.parent / "secret.md").write_text("secret", encoding="utf-8")
    (root / "content/link.md").symlink_to(root.parent / "secret.md")
    assert excerpt(root, path, 1, 1) == ()
    assert excerpt(root, str(root.parent / "secret.md"), 1, 1) == ()


def test_a_line_that_is_no_more_has_no_excerpt(root: Path) -> None:
    assert excerpt(root, "content/a.md", 99, 1) == ()
    assert excerpt(root, "content/a.md", 0, 1) == ()


def test_errors_come_first_and_notices_not_at_all(root: Path) -> None:
    found = problems(
        root,
        [
            Diagnostic(path="a", severity="notice", message="n"),
            Diagnostic(path="b", severity="warning", message="w"),
            Diagnostic(path="c", message="e", hint="h"),
        ],
    )
    assert [(one.path, one.severity, one.message, one.hint) for one in found] == [
        ("c", "error", "e", "h"),
        ("b", "warning", "w", ""),
    ]


def test_only_the_first_of_very_many_are_shown(root: Path) -> None:
    assert len(problems(root, [Diagnostic(path="a", message=str(n)) for n in range(MOST + 5)])) == MOST
