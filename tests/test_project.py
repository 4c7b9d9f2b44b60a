from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.colours import Shades
from briefgen.diagnostic import BriefgenError
from briefgen.project import Settings, dated, find, load, place, read


def mistakes(text: str) -> list[str]:
    with pytest.raises(BriefgenError) as caught:
        read(text)
    assert not caught.value.usage
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


def test_every_setting_has_a_default() -> None:
    assert read("") == Settings() == read("# nothing\n")


def test_settings_are_read() -> None:
    found = read(
        'title = "Dams"\ndescription = "All of them"\nbase_url = "https://example.org/dams"\nlanguage = "pt-BR"\n'
        'output = "public"\nmodel = "en_core_web_sm"\n'
    )
    assert found == Settings(
        title="Dams", description="All of them", base_url="https://example.org/dams/", language="pt-BR",
        output="public", model="en_core_web_sm",
    )  # fmt: skip


def test_every_mistake_is_reported_at_once() -> None:
    text = 'titel = "x"\n\nbase_url = "example.org"\nlanguage = "english language"\noutput = " "\nmodel = 3\n[xyzzy]\nx = 1\n'
    found = mistakes(text)
    assert [line.split(": ", 1)[0] for line in found] == [
        "briefgen.toml:1:1", "briefgen.toml:3:1", "briefgen.toml:4:1", "briefgen.toml:5:1", "briefgen.toml:6:1",
        "briefgen.toml:7:1",
    ]  # fmt: skip
    assert "unknown setting “titel”; did you mean title?" in found[0]
    assert "not a web address" in found[1]
    assert 'write model = "…"' in found[4]
    assert "known settings: title" in found[5]


def test_what_is_not_toml_is_reported_by_line_and_column() -> None:
    (message,) = mistakes('title = "x"\nbase_url = https://example.org\n')
    assert message.startswith("briefgen.toml:2:12: not valid TOML: ")
    assert "(at line" not in message


@pytest.mark.parametrize("text", ["title = ", '"', "[", "a = 1\na = 2", "\x00", "title = '''"])
def test_no_bad_toml_crashes(text: str) -> None:
    assert all(message.startswith("briefgen.toml") for message in mistakes(text))


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "ftp://example.org", "https://", "//example.org", "http:///x"]
)
def test_a_base_url_is_a_web_address(value: str) -> None:
    assert "web address" in mistakes(f'base_url = "{value}"')[0]


@pytest.mark.parametrize("value", ["https://example.org", "https://example.org/", "https://example.org/a//"])
def test_a_base_url_ends_with_one_slash(value: str) -> None:
    found = read(f'base_url = "{value}"').base_url
    assert found.endswith("/")
    assert not found.endswith("//")


def test_a_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    assert find(tmp_path / "a/b/c") is None
    (tmp_path / "a/briefgen.toml").write_text('title = "A"')
    assert find(tmp_path / "a/b/c") == tmp_path / "a"
    (tmp_path / "a/b/briefgen.toml").write_text("")
    assert find(tmp_path / "a/b/c") == tmp_path / "a/b"
    assert load(tmp_path / "a").settings.title == "A"


def test_a_folder_named_like_the_settings_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").mkdir()
    assert find(tmp_path) is None
    with pytest.raises(BriefgenError, match="cannot be read"):
        load(tmp_path)


def test_no_project_is_wrong_usage_with_advice(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match="briefgen init") as caught:
        load(tmp_path)
    assert caught.value.usage


def test_settings_that_are_not_utf8_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_bytes(b'title = "caf\xe9"')
    with pytest.raises(BriefgenError, match=r"briefgen\.toml: cannot be read"):
        load(tmp_path)


def test_settings_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_bytes(b'\xef\xbb\xbftitle = "A"\r\n')
    assert load(tmp_path).settings.title == "A"


# ---------------------------------------------------------------- tables


def test_colours_logo_and_excerpts_are_read() -> None:
    found = read(
        'logo = "mark.svg"\nexcerpts = true\nexcerpt_words = 40\n[colours]\naccent = { light = "#824", dark = "#FFAABB" }\n'
        '[colours.ink]\nlight = "#000000"\n'
    )
    assert (found.logo, found.excerpts, found.excerpt_words) == ("mark.svg", True, 40)
    assert found.colours == {"accent": Shades("#882244", "#ffaabb"), "ink": Shades("#000000", "")}


def test_every_mistake_in_a_table_has_its_place_and_a_remedy() -> None:
    text = (
        'excerpts = "yes"\nexcerpt_words = -1\n[colours]\nacent = { light = "#000" }\nink = "#000000"\n'
        'paper = { light = "white", bright = "#ffffff" }\nmuted.dark = 3\n'
    )
    found = mistakes(text)
    assert [line.split(": ", 1)[0] for line in found] == [
        "briefgen.toml:1:1", "briefgen.toml:2:1", "briefgen.toml:4:1", "briefgen.toml:5:1", "briefgen.toml:6:11", "briefgen.toml:6:28",
        "briefgen.toml:7:1",
    ]  # fmt: skip
    for words, line in zip(
        ("write excerpts = true", "number of words", "did you mean accent?", 'ink = { light = "#…"', "“white” is not a colour",
         "did you mean light?", "muted “3” is not a colour"), found, strict=True,
    ):  # fmt: skip
        assert words in line


@pytest.mark.parametrize("text", ["colours = 3", 'colours = ["#000"]', "[[colours]]\n"])
def test_colours_are_a_table(text: str) -> None:
    (found,) = mistakes(text)
    assert found.startswith("briefgen.toml:1:")
    assert "write [colours]" in found


def test_colors_in_american_spelling_are_understood() -> None:
    assert "did you mean colours?" in mistakes('[colors]\nink = { light = "#000" }\n')[0]


def test_a_faint_pair_is_named_with_its_ratio_and_the_nearest_colour_that_passes() -> None:
    (found,) = mistakes('title = "x"\n\n[colours]\nquote = { light = "#70a080", dark = "#7fcf9f" }\n')
    assert found.startswith(
        "briefgen.toml:4:11: in the light scheme quote #70a080 on paper #fcfcf9 has a contrast of 2.9:1"
    )
    assert "words need 4.5:1; the nearest that has it: quote light = " in found
    better = found.rsplit('"', 2)[1]
    assert read(f'[colours]\nquote = {{ light = "{better}" }}').colours["quote"].light == better


def test_what_the_theme_pairs_with_a_colour_counts_too() -> None:
    found = mistakes('[colours]\npaper = { light = "#222222" }\n')
    assert any("light scheme ink #1b1c1f on paper #222222" in line for line in found)
    assert all(line.startswith("briefgen.toml:2:11: in the light scheme") for line in found)
    assert mistakes('[colours]\nactor = { dark = "#333333" }\n')[0].count("lines and marks need 3:1") == 1


def test_colours_that_could_not_be_read_bring_no_further_mistakes() -> None:
    assert len(mistakes('[colours]\npaper = { light = "#222222", dark = "no" }\n')) == 1


def test_the_day_of_the_build_is_told_and_never_taken_from_a_clock(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_text('dated = "2025-05-20"\n')
    project = load(tmp_path)
    assert project.settings.dated == "2025-05-20"
    assert dated(project, "2025-06-01").settings.dated == "2025-06-01"
    for wrong in ("2025-13-01", "today", "20250520", ""):
        with pytest.raises(BriefgenError, match="is not a day; write it like --dated") as caught:
            dated(project, wrong)
        assert caught.value.usage
    assert "dated “May” is not a day" in mistakes('dated = "May"')[0]


def test_the_place_of_a_setting(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_text('title = "A"\n[colours]\n  ink.light = "#000"\n')
    assert place(tmp_path, "title") == (1, 1)
    assert place(tmp_path, "colours", "ink", "light") == (3, 3)
    assert place(tmp_path, "logo") == place(tmp_path / "nowhere", "title") == (0, 0)
