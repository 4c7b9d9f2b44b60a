"""The command line: what it says, what it writes, and how it exits."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from briefgen import __version__, cli, intake, source
from tests.files import write_files

ROOT = Path(__file__).parent.parent


class Said(NamedTuple):
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def briefgen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, pattern_model: list[str]
) -> Command:
    """Call the command line in an empty folder, without a model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def call(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "argv", ["briefgen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        sys.stdout.flush()
        said = capfd.readouterr()
        code = caught.value.code
        return Said(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    return call


def python(code: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python code beside the package, with little environment."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONUTF8": "1", **env},
    )  # fmt: skip


ARTICLE = "---\ntitle: Dam gives way\ndate: 2025-03-04\n---\n\nAna Brel fled. “The gate stayed shut,” said Ana Brel. 12 houses fell.\n"


def project(root: Path, **more: str) -> None:
    write_files(root, {"briefgen.toml": 'title = "Dams"\n', "content/s/a.md": ARTICLE, **more})


# ---------------------------------------------------------------- the program


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom briefgen.cli import main\nsys.argv = ['briefgen', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print('MODULES', *sorted(sys.modules))\n"
    )
    for arguments in (["--help"], ["build", "--help"], ["--version"]):
        run = python(code, *arguments)
        assert run.returncode == 0, run.stderr
        shown, modules = run.stdout.split("MODULES")
        # rich reads Markdown itself, with markdown_it: ours is what counts.
        heavy = {
            "spacy",
            "thinc",
            "numpy",
            "jinja2",
            "yaml",
            "starlette",
            "uvicorn",
            "watchdog",
            "sqlite3",
            "mdit_py_plugins",
        }
        loaded = set(modules.split()) & heavy
        assert loaded == set()
        assert {name for name in modules.split() if name.startswith("briefgen")} <= {
            "briefgen", "briefgen.cli", "briefgen.diagnostic",
        }  # fmt: skip
        if arguments == ["--help"]:
            for command in ("init", "new", "build", "serve", "annotate", "why", "clean"):
                assert re.search(rf"\b{command}\b", shown)


def test_the_version_is_shown() -> None:
    run = python("from briefgen.cli import main; import sys; sys.argv = ['briefgen', '--version']; main()")
    assert run.stdout == f"briefgen {__version__}\n"


def test_the_package_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "briefgen", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("briefgen ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["build", "--nosuch"],
        ["new"],
        ["annotate"],
        [],
        ["serve", "--port", "x"],
        ["serve", "--port", "70000"],
    ],
)
def test_wrong_usage_exits_with_2(briefgen: Command, arguments: list[str]) -> None:
    assert briefgen(*arguments).code == 2


@pytest.mark.parametrize("command", [["build"], ["clean"], ["serve"], ["new", "x"], ["build", "-C", "nowhere"]])
def test_no_project_exits_with_2_and_advice(briefgen: Command, command: list[str]) -> None:
    said = briefgen(*command)
    assert said.code == 2
    assert "there is no briefgen.toml here or in a folder above" in said.err
    assert "briefgen init" in said.err
    assert "Traceback" not in said.err


# ---------------------------------------------------------------- build


def test_a_build_writes_the_site_and_says_so(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("build")
    assert said.code == 0
    assert said.out == ""
    assert re.search(r"1 briefing · 1 article · 1 actor · 1 quote · 1 figure", said.err)
    assert "site/" in said.err
    assert (tmp_path / "site/s/a.html").is_file()
    again = briefgen("build")
    assert again.code == 0
    assert "nothing has changed" in again.err


def test_a_second_build_touches_nothing(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    briefgen("build")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == times


def test_a_build_works_from_a_folder_below_and_for_another_one(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path / "p")
    assert briefgen("build", "-C", "p", "-o", "elsewhere", "-q").code == 0
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert not (tmp_path / "p/site").exists()
    monkeypatch.chdir(tmp_path / "p/content/s")
    assert briefgen("build").code == 0
    assert (tmp_path / "p/site/index.html").is_file()


def test_quiet_says_only_what_is_wrong(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/fr.md": "---\nlang: fr\n---\nNon."})
    assert briefgen("build", "--quiet") == Said(0, "", "")
    write_files(tmp_path, {"content/s/b.md": "---\ntitel: x\n---\nText."})
    said = briefgen("build", "-q")
    assert said.err.startswith("error: content/s/b.md:2:1: unknown key “titel”")
    assert said.err.count("\n") == 1


def test_verbose_names_every_file(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    assert "+ s/a.html" in briefgen("build", "-v").err
    (tmp_path / "content/s/a.md").rename(tmp_path / "content/s/b.md")
    said = briefgen("build", "-v").err
    assert "+ s/b.html" in said
    assert "- s/a.html" in said


def test_bad_content_exits_with_1_every_time_and_everything_else_is_built(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/b.md": "---\ndate: 12/4\n---\nText."})
    first, again = briefgen("build"), briefgen("build")
    for said in (first, again):
        assert said.code == 1
        assert "content/s/b.md:2:7: date “12/4” is not a date" in said.err
    assert "nothing has changed" in again.err
    assert (tmp_path / "site/s/a.html").is_file()


def test_warnings_and_notices_exit_with_0_and_with_1_when_strict(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/fr.md": "---\nlang: fr\n---\nNon."})
    assert briefgen("build", "--strict").code == 0
    write_files(tmp_path, {"content/empty.md": ""})
    assert briefgen("build").code == 0
    said = briefgen("build", "--strict")
    assert said.code == 1
    assert "is empty" in said.err


def test_strict_writes_nothing_when_something_is_wrong(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    write_files(tmp_path, {"content/s/b.md": "new", "content/empty.md": ""})
    said = briefgen("build", "--strict")
    assert said.code == 1
    assert "nothing was written" in said.err
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_drafts_are_shown_when_asked_for(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/d.md": "---\ndraft: true\n---\nText."})
    briefgen("build")
    assert not (tmp_path / "site/s/d.html").exists()
    briefgen("build", "--drafts")
    assert (tmp_path / "site/s/d.html").exists()
    briefgen("build")
    assert not (tmp_path / "site/s/d.html").exists()


def test_a_page_changed_by_hand_is_reported_until_forced(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    page = tmp_path / "site/s/a.html"
    built = page.read_bytes()
    page.write_bytes(b"edited")
    for _ in range(2):
        said = briefgen("build")
        assert said.code == 0
        assert "left alone" in said.err
        assert page.read_bytes() == b"edited"
    assert briefgen("build", "--strict").code == 1
    assert briefgen("build", "--force").code == 0
    assert page.read_bytes() == built


def test_force_reads_everything_again(briefgen: Command, tmp_path: Path, pattern_model: list[str]) -> None:
    project(tmp_path)
    briefgen("build")
    briefgen("build")
    assert len(pattern_model) == 1
    briefgen("build", "-f")
    assert len(pattern_model) == 2


def test_a_build_can_be_verified(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("build", "--verify")
    assert said.code == 0
    assert "a build from nothing gives the same bytes" in said.err
    (tmp_path / "site/s/a.html").write_text("edited")
    said = briefgen("build", "--verify")
    assert said.code == 1
    assert "s/a.html is not what a build from nothing makes" in said.err


def test_a_site_that_was_deleted_comes_back(briefgen: Command, tmp_path: Path, pattern_model: list[str]) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    pattern_model.clear()
    shutil.rmtree(tmp_path / "site")
    assert briefgen("build").code == 0
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before
    assert pattern_model == []


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


def test_files_that_change_while_they_are_read_are_read_again(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    decode, seen = source.decode, list[bytes]()

    def editing(content: bytes, **named: str) -> source.Source:
        seen.append(content)
        if len(seen) <= 2:
            # Too late for what is being read, but not for what is written.
            write_files(tmp_path, {"content/s/map.svg": f"<svg>{len(seen)}</svg>"})
        return decode(content, **named)

    write_files(tmp_path, {"content/s/map.svg": "<svg/>"})
    monkeypatch.setattr(source, "decode", editing)
    assert briefgen("build").code == 0
    assert (tmp_path / "site/s/map.svg").read_text() == (tmp_path / "content/s/map.svg").read_text()


def test_a_file_that_never_comes_to_rest_stops_the_build(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    def moving(found: source.Found) -> source.Source:
        raise source.Moved(found.path)

    write_files(tmp_path, {"content/s/a.md": "Other."})
    monkeypatch.setattr(intake, "read", moving)
    said = briefgen("build")
    assert said.code == 1
    assert "content/s/a.md: keeps changing while it is read; nothing was written" in said.err
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("output", [".", "content", "/", "..", "templates", "briefgen.toml"])
@pytest.mark.parametrize("command", ["build", "clean"])
def test_a_dangerous_output_folder_exits_with_2(briefgen: Command, tmp_path: Path, output: str, command: str) -> None:
    project(tmp_path)
    said = briefgen(command, "--output", output)
    assert said.code == 2
    assert "will not be written to" in said.err
    write_files(tmp_path, {"briefgen.toml": f'output = "{output}"'})
    assert briefgen(command).code == 2
    assert (tmp_path / "content/s/a.md").is_file()


def test_bad_settings_exit_with_1(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    write_files(tmp_path, {"briefgen.toml": 'titel = "x"\n'})
    said = briefgen("build")
    assert said.code == 1
    assert said.err == "error: briefgen.toml:1:1: unknown setting “titel”; did you mean title?\n"


def test_a_mistake_in_a_template_exits_with_1_and_leaves_the_site(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    before = (tmp_path / "site/index.html").read_bytes()
    write_files(tmp_path, {"templates/home.html": "{{ nothing }}"})
    said = briefgen("build")
    assert said.code == 1
    assert "error: templates/home.html:1: " in said.err
    assert "Traceback" not in said.err
    assert (tmp_path / "site/index.html").read_bytes() == before


def test_control_characters_are_shown_and_never_obeyed(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/b.md": '---\n"ti\\e[31m\\x07tel": x\ndate: "\\e]0;evil\\u202e"\n---\nText.'})
    said = briefgen("build")
    assert "\\x1b" in said.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x9b\u202e]", said.err)


def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"briefgen.toml": 'titel = "x"\n'})
    code = "from briefgen.cli import main; import sys; sys.argv = ['briefgen', *sys.argv[1:]]; main()"
    for env, coloured in (({}, False), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False), ({"FORCE_COLOR": "1"}, True)):
        run = python(code, "build", "-C", str(tmp_path), TERM="xterm-256color", **env)
        assert run.returncode == 1
        assert bool(re.search(r"\x1b\[[\d;]*3[0-7]", run.stderr)) == coloured, env


def test_texts_are_never_taken_for_markup_of_the_terminal(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/[bold]b[/bold].md": "---\ndate: '[red]x[/red]'\n---\nText."})
    said = briefgen("build")
    assert "content/s/[bold]b[/bold].md" in said.err
    assert "[red]x[/red]" in said.err


# ---------------------------------------------------------------- clean, init, new


def test_clean_removes_what_was_made_and_nothing_else(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"site/CNAME": "mine", "notes.txt": "mine"})
    briefgen("build")
    said = briefgen("clean")
    assert said.code == 0
    assert "and the cache" in said.err
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"briefgen.toml", "content/s/a.md", "site/CNAME", "notes.txt"}
    assert briefgen("clean").code == 0


def test_init_makes_a_project_that_builds_without_a_complaint(briefgen: Command, tmp_path: Path) -> None:
    said = briefgen("init", "news")
    assert said.code == 0
    assert "cd news && briefgen serve" in said.err
    built = briefgen("build", "-C", "news", "--strict")
    assert built.code == 0, built.err
    assert (tmp_path / "news/site/index.html").is_file()


def test_init_never_overwrites(briefgen: Command, tmp_path: Path) -> None:
    briefgen("init")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = briefgen("init")
    assert said.code == 2
    assert "is already there; nothing was written" in said.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_new_begins_a_draft(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("new", "s/talks-resume")
    assert said.code == 0
    place = said.err.strip().removeprefix("✓ ")
    assert re.fullmatch(r"content/s/\d{4}-\d\d-\d\d-talks-resume\.md", place)
    assert (tmp_path / place).is_file()
    assert briefgen("new", "s/talks-resume").code == 2
    assert briefgen("new", "../evil").code == 2


# ---------------------------------------------------------------- annotate


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


def test_a_reader_that_leaves_is_no_crash(tmp_path: Path) -> None:
    write_files(tmp_path, {f"{n}.md": "---\nlang: fr\n---\n" + "Non. " * 5_000 for n in range(30)})
    code = (
        "from briefgen.cli import main; import sys; from briefgen.annotate import nlp\n"
        "nlp.version = lambda model='': ('en', 'test')\nsys.argv = ['briefgen', *sys.argv[1:]]; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "annotate", "--format", "jsonl", *(str(tmp_path / f"{n}.md") for n in range(30))],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 1
    assert "Traceback" not in err
