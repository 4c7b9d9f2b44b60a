from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.tomlkeys import places


def test_keys_stand_where_they_are_written() -> None:
    text = (
        'title = "a\\"b" # x = 1\n[colours]\nink = { light = "#1", dark = "#2" }\n"pa\\u0070er".light = """\nx = 3\n"""\n'
        "[[a.b]]\nc = [1,\n {d=2}, ']']\n  last=1.5 # y=2\n"
    )
    assert places(text) == {
        ("title",): (1, 1),
        ("colours",): (2, 1),
        ("colours", "ink"): (3, 1),
        ("colours", "ink", "light"): (3, 9),
        ("colours", "ink", "dark"): (3, 23),
        ("colours", "paper"): (4, 1),
        ("colours", "paper", "light"): (4, 1),
        ("a",): (7, 1),
        ("a", "b"): (7, 1),
        ("a", "b", "c"): (8, 1),
        ("a", "b", "c", "d"): (9, 3),
        ("a", "b", "last"): (10, 3),
    }


KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", '"\\u00e9"'])
VALUES = st.sampled_from(
    ['"x # [y]\\" = 1"', "'''\nz = 1\n'''", "3", "[1, 2, # three\n 'a]']", "true", "{ i = 1, 'j' = [{k.l = 2}] }", "1979-05-27T07:32:00"]
)  # fmt: skip


def paths(value: object, own: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    if isinstance(value, dict):
        return {own} - {()} | {path for key, inner in value.items() for path in paths(inner, (*own, key))}
    if isinstance(value, list):
        return {own} | {path for inner in value for path in paths(inner, own)}
    return {own}


@given(st.lists(st.tuples(KEYS, VALUES, st.sampled_from(["", "  ", "\n", "# c = 1\n"])), max_size=6), st.booleans())
def test_every_key_of_a_valid_text_has_a_place(rows: list[tuple[str, str, str]], in_table: bool) -> None:
    text = "[t.'u']\n" * in_table + "".join(f"{blank}{key} = {value}\n" for key, value, blank in rows)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = places(text)
    assert set(found) == paths(table)
    lines = text.splitlines()
    assert all(1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) for line, column in found.values())


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "a = ", "= 1", "[", "a", '"', "{", "a = [", "a = {b"])
def test_no_text_is_too_broken_to_end(text: str) -> None:
    places(text)
