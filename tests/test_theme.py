from __future__ import annotations

from pathlib import Path

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
    assert theme.digest != plain.digest


def test_any_template_counts_and_a_private_file_does_not(tmp_path: Path) -> None:
    write_files(tmp_path, {"templates/part.html": "a"})
    first = find(tmp_path)
    write_files(tmp_path, {"templates/.part.html.swp": "x", "templates/home.html~": "x", "templates/.git/x": "x"})
    assert find(tmp_path) == first
    write_files(tmp_path, {"templates/part.html": "b"})
    second = find(tmp_path)
    assert second.digest != first.digest
    (tmp_path / "templates/part.html").rename(tmp_path / "templates/other.html")
    assert find(tmp_path).digest not in (first.digest, second.digest)


def test_an_asset_is_no_template(tmp_path: Path) -> None:
    write_files(tmp_path, {"templates/assets/x.css": "a"})
    first = find(tmp_path)
    write_files(tmp_path, {"templates/assets/x.css": "b"})
    second = find(tmp_path)
    assert first.digest == second.digest
    assert first.assets != second.assets


def test_a_link_out_of_the_templates_is_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret": "x", "project/templates/assets/a.css": ""})
    (tmp_path / "project/templates/assets/secret").symlink_to(tmp_path / "secret")
    assert "assets/secret" not in {asset.place for asset in find(tmp_path / "project").assets}


def test_a_project_whose_templates_are_the_theme_has_one_folder() -> None:
    assert find(THEME.parent).folders == (str(THEME),)


def test_two_projects_with_the_same_templates_have_the_same_digest(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_files(tmp_path / name, {"templates/home.html": "x"})
    assert find(tmp_path / "one").digest == find(tmp_path / "two").digest
