"""The program itself: its help, what it writes to a terminal, and how it exits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen import __version__
from tests.cli.calls import ROOT, Command, project, python
from tests.files import write_files


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom briefgen.cli import main\nsys.argv = ['briefgen', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print('MODULES', *sorted(sys.modules))\n"
    )
    for arguments in (["--help"], ["build", "--help"], ["--version"]):
        run = python(code, *arguments)
        assert run.returncode == 0, run.stderr
        shown, modules = run.stdout.split("MODULES")
        heavy = {
            "spacy", "thinc", "numpy", "jinja2", "yaml", "starlette", "uvicorn", "watchdog", "sqlite3", "markdown_it",
            "mdit_py_plugins", "pydantic", "rich",
        }  # fmt: skip
        loaded = set(modules.split()) & heavy
        assert loaded == set()
        ours = {name for name in modules.split() if name.startswith("briefgen") and not name.startswith("briefgen.cli")}
        assert ours <= {"briefgen", "briefgen.diagnostic"}
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


def test_bad_settings_exit_with_1(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    write_files(tmp_path, {"briefgen.toml": 'titel = "x"\n'})
    said = briefgen("build")
    assert said.code == 1
    assert said.err == "error: briefgen.toml:1:1: unknown setting “titel”; did you mean title?\n"


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
