from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.project import Settings, find, load, read


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
