"""What a build depends on: what changes its key, and what does not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefgen import inputs
from briefgen import project as projects
from briefgen.annotate import nlp
from briefgen.diagnostic import BriefgenError
from briefgen.digests import Digests
from briefgen.inputs import Code, code_version, gather
from briefgen.project import Project
from tests.conftest import Maker
from tests.files import write_files

pytestmark = pytest.mark.usefixtures("pattern_model")

FILES: Mapping[str, str | bytes] = {
    "content/s/a.md": "---\ntitle: Dam\n---\nText.",
    "content/s/map.svg": "<svg/>",
    "templates/home.html": "home",
    "templates/assets/own.css": "body {}",
}


def key(project: Project, *, drafts: bool = False, digests: Digests | None = None) -> str:
    """The key of a project as it is now."""
    return gather(projects.load(project.root), drafts=drafts, digests=digests).key


# ---------------------------------------------------------------- what counts


def test_every_input_changes_the_key(make_project: Maker) -> None:
    project = make_project(FILES)
    keys = [key(project), key(project, drafts=True)]
    for files in (
        {"content/s/a.md": "Other."},
        {"content/s/map.svg": "<svg></svg>"},
        {"content/s/new.md": "New."},
        {"content/s/new.csv": "1,2"},
        {"templates/home.html": "other"},
        {"templates/part.html": "part"},
        {"templates/assets/own.css": "p {}"},
        {"templates/assets/new.css": ""},
        {"briefgen.toml": 'title = "Dams"'},
        {"briefgen.toml": 'title = "Dams"\nbase_url = "https://example.org/"'},
    ):
        write_files(project.root, files)
        keys.append(key(project))
    for old, new in (("content/s/new.md", "content/s/newer.md"), ("templates/part.html", "templates/parts.html")):
        (project.root / old).rename(project.root / new)
        keys.append(key(project))
    for gone in ("content/s/newer.md", "templates/home.html", "templates/assets/new.css"):
        (project.root / gone).unlink()
        keys.append(key(project))
    (project.root / "content/s/out.md").symlink_to("/nowhere")
    keys.append(key(project))
    assert len(set(keys)) == len(keys)


def test_another_model_and_other_code_change_the_key(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(FILES)
    keys = [key(project)]
    monkeypatch.setattr(nlp, "version", lambda model="": ("en", "retrained"))
    keys.append(key(project))
    monkeypatch.setattr(inputs, "code_version", lambda *_: Code(parsing="x", annotating="y", pages="z"))
    keys.append(key(project))
    assert len(set(keys)) == 3


# ---------------------------------------------------------------- what does not


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {"site/index.html": "published"},
        {".briefgen/memo.sqlite": "cache"},
        {"content/.hidden.md": "x"},
        {"content/s/a.md~": "x"},
        {"content/actors.yml": "x"},
        {"templates/.home.html.swp": "x"},
        {"content/s/a.md": FILES["content/s/a.md"]},
        {"briefgen.toml": "# nothing\n"},
    ],
)
def test_other_files_and_the_same_bytes_do_not_count(make_project: Maker, files: Mapping[str, str | bytes]) -> None:
    project = make_project(FILES)
    before = key(project)
    write_files(project.root, files)
    assert key(project) == before


def test_times_modes_and_the_place_of_the_project_do_not_count(make_project: Maker, tmp_path: Path) -> None:
    project = make_project(FILES)
    before = key(project)
    for path in (project.root / "content").rglob("*"):
        os.utime(path, (1, 1))
    (project.root / "content/s/a.md").chmod(0o600)
    assert key(project) == before
    project.root.rename(tmp_path / "elsewhere")
    assert gather(projects.load(tmp_path / "elsewhere")).key == before


def test_what_was_seen_before_does_not_count(make_project: Maker) -> None:
    project = make_project(FILES)
    before = key(project)
    digests = Digests({}, 2**62)
    assert key(project, digests=digests) == before
    assert len(digests.after) > 30
    assert key(project, digests=Digests(digests.after, 2**62)) == before
    write_files(project.root, {"content/s/a.md": "Other."})
    assert key(project, digests=Digests(digests.after, 2**62)) == key(project) != before


# ---------------------------------------------------------------- what cannot be had


def test_a_site_without_what_it_holds_is_not_built(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BriefgenError, match="there is no content folder"):
        gather(make_project({}))
    project = make_project(FILES)
    digests = Digests()
    known = digests.of

    def of(path: str, *more: os.stat_result) -> str:
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied", path)
        return known(path, *more)

    monkeypatch.setattr(digests, "of", of)
    with pytest.raises(BriefgenError, match=r"content/s/a\.md: cannot be read \(Permission denied\)"):
        gather(project, digests=digests)


def test_a_missing_model_is_an_error(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    project = make_project({"briefgen.toml": 'model = "no_such_model"', "content/a.md": "x"})
    with pytest.raises(BriefgenError, match="no_such_model"):
        gather(project)


# ---------------------------------------------------------------- code

CODE = {
    "article.py": "a = 1",
    "annotate/find.py": "b = 1",
    "pages/plan.py": "c = 1",
    "cli.py": "d = 1",
    "serve/watch.py": "e = 1",
}


def version(package: Path, monkeypatch: pytest.MonkeyPatch) -> Code:
    """What identifies the code in a folder."""
    monkeypatch.setattr(inputs, "__file__", str(package / "inputs.py"))
    return code_version()


def test_the_code_is_the_same_as_long_as_it_is() -> None:
    first = code_version()
    assert first == code_version()
    assert len({first.parsing, first.annotating, first.pages}) == 3


@pytest.mark.parametrize(
    ("place", "differ"),
    [
        ("article.py", {"parsing", "annotating", "pages"}),
        ("markdown/new.py", {"parsing", "annotating", "pages"}),
        ("annotate/find.py", {"annotating", "pages"}),
        ("annotate/actors/roles.toml", {"annotating", "pages"}),
        ("pages/plan.py", {"pages"}),
        ("unheard_of.py", {"pages"}),
        ("cli.py", set()),
        ("serve/watch.py", set()),
        ("terminal.py", set()),
        ("model/meta.json", set()),
        ("templates/home.html", set()),
        ("pages/__pycache__/plan.cpython-311.pyc", set()),
    ],
)
def test_each_step_depends_on_its_own_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, differ: set[str]
) -> None:
    write_files(tmp_path, CODE)
    before = version(tmp_path, monkeypatch)
    write_files(tmp_path, {place: "other"})
    after = version(tmp_path, monkeypatch)
    assert {
        step for step in ("parsing", "annotating", "pages") if getattr(before, step) != getattr(after, step)
    } == differ


def test_the_code_does_not_depend_on_where_the_package_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for name, code in (("plain", "x = 1"), ("model/lib", "x = 1"), ("model/lib2", "x = 2")):
        write_files(tmp_path / name / "briefgen", {"render.py": code, "model/meta.json": name})
        versions.append(version(tmp_path / name / "briefgen", monkeypatch))
    assert versions[0] == versions[1] != versions[2]


def test_every_library_that_has_a_part_in_pages_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    before = code_version()
    known = importlib.metadata.version
    for library, steps in (
        ("jinja2", {"pages"}),
        ("markdown-it-py", {"parsing", "annotating", "pages"}),
        ("spacy", {"annotating"}),
    ):
        inputs._versions.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(
                importlib.metadata, "version", lambda name, library=library: "9" if name == library else known(name)
            )
            after = code_version()
        inputs._versions.cache_clear()
        assert {
            step for step in ("parsing", "annotating", "pages") if getattr(before, step) != getattr(after, step)
        } == steps


# ---------------------------------------------------------------- looked at in haste


def now(project: Project) -> inputs.Inputs:
    return gather(projects.load(project.root))


def test_after_an_edit_of_an_article_or_a_template_only_that_is_looked_at(make_project: Maker) -> None:
    project = make_project(FILES)
    before = now(project)
    article, template = project.root / "content/s/a.md", project.root / "templates/home.html"
    write_files(project.root, {"content/s/a.md": "Other.", "templates/home.html": "another home"})
    for changed in ([article], [template], [article, template]):
        hasty = inputs.edited(before, {str(path) for path in changed}, Digests())
        assert hasty is not None
        assert hasty.key != before.key
        assert (hasty.sources != before.sources, hasty.theme != before.theme) == (
            article in changed,
            template in changed,
        )
    whole = now(project)
    assert hasty is not None
    assert (hasty.sources, hasty.theme) == (whole.sources, whole.theme)


def test_whatever_else_was_changed_has_to_be_gathered(make_project: Maker) -> None:
    project = make_project(FILES)
    before = now(project)
    for name in (
        "content/s/map.svg",
        "content/s/new.md",
        "templates/new.html",
        "templates/assets/own.css",
        "briefgen.toml",
    ):
        assert (
            inputs.edited(before, {str(project.root / name), str(project.root / "content/s/a.md")}, Digests()) is None
        )
    (project.root / "templates/home.html").unlink()
    assert inputs.edited(before, {str(project.root / "templates/home.html")}, Digests()) is None
