"""`briefgen why` and `annotate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import ARTICLE, Command, project
from tests.files import write_files


def test_why_a_page_is_made_again_is_said(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("why", "s/a.html")
    assert (said.code, "no build has made it yet" in said.err + said.out) == (0, True)
    briefgen("build")
    assert "up to date" in briefgen("why", "content/s/a.md").err
    write_files(tmp_path, {"content/s/a.md": ARTICLE.replace("fled", "stayed")})
    said = briefgen("why", "s/a.html")
    assert "the next build will make it again" in said.err
    assert "content/s/a.md changed" in said.err
    briefgen("build")
    said = briefgen("why", "s/a.html")
    assert "took the place of an earlier version" in said.err
    (tmp_path / "site/s/a.html").write_text("edited")
    assert "not as the last build left it" in briefgen("why", "s/a.html").err


def test_why_of_no_page_exits_with_2_and_advice(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("why", "s/b.html")
    assert said.code == 2
    assert "there is no page “s/b.html”" in said.err
    assert "did you mean s/a.html?" in said.err
    assert "Traceback" not in said.err


def test_annotate_prints_a_record_for_each_file(briefgen: Command, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": ARTICLE, "b.txt": "\ufeffAna Brel fled.\r\n“No,” said Ana Brel.\r\n"})
    said = briefgen("annotate", "--format", "jsonl", "a.md", "b.txt")
    assert said.code == 0
    one, two = (json.loads(line) for line in said.out.splitlines())
    assert (one["id"], one["path"], one["date"], one["lang"]) == ("a", "a.md", "2025-03-04", "en")
    assert two["text"] == "\ufeffAna Brel fled.\r\n“No,” said Ana Brel.\r\n"
    start, end = two["quotes"][0]["content"][0]
    assert two["text"][start:end] == "No,"
    listed = briefgen("annotate", "--format", "json", "a.md", "b.txt")
    assert json.loads(listed.out) == [one, two]
    assert json.loads(briefgen("annotate", "--format", "json", "a.md").out) == one


def test_annotate_reads_standard_input(briefgen: Command) -> None:
    said = briefgen("annotate", "--format", "jsonl", "-", stdin="Ana Brel fled with 12 men. é".encode())
    assert json.loads(said.out)["text"] == "Ana Brel fled with 12 men. é"


def test_annotate_takes_dates(briefgen: Command, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": ARTICLE, "b.txt": "Ana Brel fled.", "dates.json": '{"b": "2024-02-29"}'})

    def dates(*arguments: str) -> list[str | None]:
        return [
            json.loads(line)["date"]
            for line in briefgen("annotate", "--format", "jsonl", *arguments, "a.md", "b.txt").out.splitlines()
        ]

    assert dates() == ["2025-03-04", None]
    assert dates("--dates", "dates.json") == ["2025-03-04", "2024-02-29"]
    assert dates("--date", "2023-01-01") == ["2023-01-01", "2023-01-01"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.md"], "nowhere.md: cannot be read"),
        (["a.pdf"], "a.pdf: is neither .md nor .txt"),
        (["."], "cannot be read"),
        (["--date", "12/4", "a.md"], "--date “12/4” is not a date; write it as 2025-04-12"),
        (["--date", "2025-W15-6", "a.md"], "is not a date"),
        (["--date", "2025-02-30", "a.md"], "is not a date"),
        (["--dates", "none.json", "a.md"], "none.json: cannot be read"),
        (["--dates", "a.md", "a.md"], "is not a JSON object"),
        (["--dates", "bad.json", "a.md"], "“soon” of a is not a date"),
    ],
)
def test_wrong_arguments_of_annotate_exit_with_2(
    briefgen: Command, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write_files(tmp_path, {"a.md": ARTICLE, "a.pdf": "x", "bad.json": '{"a": "soon"}'})
    said = briefgen("annotate", "--format", "jsonl", *arguments)
    assert said.code == 2
    assert said.out == ""
    assert message in said.err


def test_every_wrong_argument_is_named_at_once(briefgen: Command) -> None:
    said = briefgen("annotate", "--date", "x", "one.md", "two.md")
    assert said.err.count("\n") == 3


def test_annotate_to_read_shows_the_text_and_what_was_found(briefgen: Command, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": ARTICLE + "\n\x1b[31mred\x1b[0m [bold]x[/bold] 2025-01-01\n"})
    said = briefgen("annotate", "a.md")
    assert said.code == 0
    for words in (
        "Dam gives way",
        "Actors (1)",
        "Ana Brel",
        "Quotes (1)",
        "“The gate stayed shut,”",
        "Figures (",
        "Dates (1)",
        "Key facts (",
    ):
        assert words in said.out
    assert "[bold]x[/bold]" in said.out
    assert "\x1b" not in said.out


def test_annotate_says_what_is_wrong_with_a_file_and_exits_with_1(briefgen: Command, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "---\ntitel: x\n---\nText.", "fr.md": "---\nlang: fr\n---\nNon."})
    said = briefgen("annotate", "--format", "jsonl", "a.md")
    assert said.code == 1
    assert "a.md:2:1: unknown key" in said.err
    assert json.loads(said.out)["text"] == "Text."
    assert briefgen("annotate", "--format", "jsonl", "fr.md").code == 0
