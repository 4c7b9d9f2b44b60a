from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.digests import Digests, digest
from briefgen.theme import THEME, find
from tests.files import write_files


def test_the_built_in_theme_has_templates_and_assets(tmp_path: Path) -> None:
    theme = find(tmp_path)
    assert theme.folders == (str(THEME),)
    assert (THEME / "base.html").is_file()
    assert "assets/style.css" in {asset.place for asset in theme.assets}


def test_the_projects_files_come_first_one_by_one(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"templates/assets/style.css": "mine", "templates/assets/extra.js": "", "templates/home.html": "x"}
    )
    theme, plain = find(tmp_path), find(tmp_path / "nothing")
    assert theme.folders == (str(tmp_path / "templates"), str(THEME))
    assets = {asset.place: asset for asset in theme.assets}
    assert Path(assets["assets/style.css"].file).read_text() == "mine"
    assert set(assets) == {asset.place for asset in plain.assets} | {"assets/extra.js"}
    own = theme.templates["home.html"]
    assert (own.digest, Path(own.file)) == (digest(b"x"), tmp_path / "templates/home.html")
    assert theme.templates["theme/home.html"] == plain.templates["home.html"] == plain.templates["theme/home.html"]
    assert theme.templates["base.html"] == plain.templates["base.html"]


def test_any_template_counts_and_a_private_file_does_not(tmp_path: Path) -> None:
    write_files(tmp_path, {"templates/part.html": "a"})
    first = find(tmp_path)
    write_files(tmp_path, {"templates/.part.html.swp": "x", "templates/home.html~": "x", "templates/.git/x": "x"})
    assert find(tmp_path) == first
    write_files(tmp_path, {"templates/part.html": "b"})
    second = find(tmp_path)
    assert first.templates["part.html"].digest != second.templates["part.html"].digest
    (tmp_path / "templates/part.html").rename(tmp_path / "templates/other.html")
    third = find(tmp_path)
    assert "part.html" not in third.templates
    assert third.templates["other.html"].digest == second.templates["part.html"].digest
    # Only the built-in theme's can be named so.
    assert not {"theme/part.html", "theme/other.html"} & {*second.templates, *third.templates}


def test_an_asset_is_no_template(tmp_path: Path) -> None:
    write_files(tmp_path, {"templates/assets/x.css": "a"})
    first = find(tmp_path)
    write_files(tmp_path, {"templates/assets/x.css": "b"})
    second = find(tmp_path)
    assert first.templates == second.templates
    assert not [name for name in first.templates if "assets/" in name]
    assert first.assets != second.assets


def test_a_link_out_of_the_templates_is_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret": "x", "project/templates/assets/a.css": ""})
    (tmp_path / "project/templates/assets/secret").symlink_to(tmp_path / "secret")
    assert "assets/secret" not in {asset.place for asset in find(tmp_path / "project").assets}


def test_a_project_whose_templates_are_the_theme_has_one_folder() -> None:
    assert find(THEME.parent).folders == (str(THEME),)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"templates/parts/foot.html": "x"})
    digests = Digests()
    known = digests.of

    def of(path: str) -> str:
        if path.endswith("foot.html"):
            raise PermissionError(13, "Permission denied", path)
        return known(path)

    monkeypatch.setattr(digests, "of", of)
    with pytest.raises(BriefgenError, match=r"templates/parts/foot\.html: cannot be read \(Permission denied\)"):
        find(tmp_path, digests)


def test_a_template_that_was_seen_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"templates/home.html": "x"})
    first = Digests({}, 2**62)
    theme = find(tmp_path, first)

    def fails(path: object) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("briefgen.digests.file_digest", fails)
    assert find(tmp_path, Digests(first.after, 2**62)) == theme
