"""Contrast against known values; the built-in theme's own colours; colours that a site sets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.colours import DEFAULTS, PAIRS, SCHEMES, TOKENS, Scheme, Shades, faint, palette, rules
from briefgen.contrast import colour, mixed, nearest, ratio
from briefgen.theme import THEME

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that just fails, and the one that just passes
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_known_contrasts(one: str, other: str, known: float) -> None:
    assert ratio(one, other) == pytest.approx(known, abs=0.005)


@given(HEX, HEX)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21


@pytest.mark.parametrize(("written", "read"), [("#ABC", "#aabbcc"), (" #A1b2C3 ", "#a1b2c3"), ("#12345678", None), ("#1234", None), ("red", None), ("", None), ("#12345g", None), ("123456", None), ("#123456;}", None)])  # fmt: skip
def test_colours_are_hex_digits(written: str, read: str | None) -> None:
    assert colour(written) == read


@given(HEX, HEX)
def test_the_nearest_colour_passes_and_one_that_passes_stays(own: str, ground: str) -> None:
    found = nearest(own, lambda tried: ratio(tried, ground) >= 4.5)
    assert found is not None
    assert ratio(found, ground) >= 4.5
    if ratio(own, ground) >= 4.5:
        assert found == own


def test_where_no_colour_passes_there_is_no_nearest() -> None:
    assert nearest("#123456", lambda tried: False) is None


def test_a_mixture_lies_between() -> None:
    assert [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]


# ---------------------------------------------------------------- the theme


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_the_built_in_colours_can_be_told_apart(scheme: Scheme, front: str, ground: str, least: float) -> None:
    assert ratio(DEFAULTS[scheme][front], DEFAULTS[scheme][ground]) >= least


def test_the_built_in_colours_are_those_of_the_style_sheet() -> None:
    text = (THEME / "assets/style.css").read_text(encoding="utf-8")
    both = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)}
    assert both == {name: (light, DEFAULTS["dark"][name]) for name, light in DEFAULTS["light"].items()}
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", text))
    assert plain == DEFAULTS["light"]


# ---------------------------------------------------------------- a site's own


def test_nothing_set_is_nothing_written_and_nothing_wrong() -> None:
    assert rules({}) == ""
    assert list(faint({})) == []
    assert palette({}, "dark") == DEFAULTS["dark"]


def test_surfaces_follow_what_is_set() -> None:
    found = palette({"paper": Shades("#ffffff"), "quote": Shades("", "#80e0a0")}, "light")
    assert found["paper"] == "#ffffff"
    assert found["raised"] != DEFAULTS["light"]["raised"]
    assert found["quote-tint"] != DEFAULTS["light"]["quote-tint"]  # it lies over another page
    assert palette({"quote": Shades("", "#80e0a0")}, "light") == DEFAULTS["light"]


def test_rules_are_custom_properties_and_nothing_else() -> None:
    written = rules({token: Shades("#101010", "#f0f0f0") for token in TOKENS})
    assert re.fullmatch(r"[\w:;,#(){}@ -]+", written)
    assert "--ink:#101010" in written
    assert "--ink:light-dark(#101010,#f0f0f0)" in written


@given(st.dictionaries(st.sampled_from(TOKENS), st.builds(Shades, HEX, st.one_of(st.just(""), HEX)), max_size=3))
def test_only_what_a_site_sets_is_found_wrong_and_the_advice_helps(colours: dict[str, Shades]) -> None:
    for one in faint(colours):
        own = colours[one.token]
        assert getattr(own, one.scheme)
        assert one.ratio < one.least
        if one.better is not None:
            mended = Shades(**{"light": own.light, "dark": own.dark, one.scheme: one.better})
            whole = palette({**colours, one.token: mended}, one.scheme)
            assert ratio(whole[one.front], whole[one.ground]) >= one.least
