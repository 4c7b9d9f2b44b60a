"""The colours of the theme: every pair that is read has the contrast that WCAG 2.2 AA asks for, in both schemes."""

from __future__ import annotations

import re
from itertools import product

import pytest

from briefgen.theme import THEME

STYLE = (THEME / "assets" / "style.css").read_text(encoding="utf-8")
KINDS = ("actor", "quote", "figure", "date", "key")
TEXTS = ("ink", "muted", "accent", *KINDS)
TINTS = tuple(f"{name}-tint" for name in ("accent", *KINDS))
SCHEMES = ("light", "dark")


def colours(scheme: str) -> dict[str, str]:
    """The tokens of one scheme, as `#rrggbb`."""
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STYLE)
    return {name: (light, dark)[SCHEMES.index(scheme)] for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """WCAG's relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_schemes_have_all_tokens_that_are_promised() -> None:
    promised = set(re.findall(r"--([a-z-]+)", STYLE[: STYLE.index("*/")])) - {"t"}
    assert {"paper", "raised", "ink", "muted", "line", "edge", *TEXTS, *TINTS} <= promised
    for scheme in SCHEMES:
        assert set(colours(scheme)) == {name for name in promised if not name.startswith("t-")}


def test_without_light_dark_the_page_is_the_light_one() -> None:
    plain = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLE.split("@supports")[0]))
    assert plain == colours("light")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), list(product(TEXTS, ("paper", "raised"))))
def test_text_is_read_on_every_surface(scheme: str, text: str, ground: str) -> None:
    tokens = colours(scheme)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tint", TINTS)
def test_text_is_read_on_every_tint(scheme: str, tint: str) -> None:
    tokens = colours(scheme)
    own = tint.removesuffix("-tint")
    for text in {"ink", "muted", "accent", own, *KINDS}:
        # Names, links and lines of every kind cross a key fact; of the other tints only their own.
        least = 4.5 if text in ("ink", "muted", own) else 3
        if text in ("ink", "muted", own) or tint == "key-tint":
            assert contrast(tokens[text], tokens[tint]) >= least, (text, tint)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_links_are_read_within_a_key_fact(scheme: str) -> None:
    tokens = colours(scheme)
    assert contrast(tokens["accent"], tokens["key-tint"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_what_can_be_pressed_has_an_edge(scheme: str, ground: str) -> None:
    tokens = colours(scheme)
    assert contrast(tokens["edge"], tokens[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_chosen_is_read(scheme: str) -> None:
    # Paper on ink: the chosen density, the current page of a list.
    tokens = colours(scheme)
    assert contrast(tokens["paper"], tokens["ink"]) >= 4.5


def test_no_rule_has_a_colour_of_its_own() -> None:
    """A site that sets its colours has set all of them: beside shadows, only black and white in print and masks."""
    for name in ("style.css", "article.css", "pages.css", "front.css", "tallies.css", "lists.css"):
        sheet = (THEME / "assets" / name).read_text(encoding="utf-8")
        rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
        rules = re.sub(r"--[a-z-]+: [^;]*;", "", rules)
        found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules))
        assert found <= {"#000", "#fff", "#0000", "#0001", "#0002", "#0003"}, name
