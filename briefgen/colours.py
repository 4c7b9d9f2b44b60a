"""The colours that a site may set for itself: named tokens, each with a light and a dark value.

What an author does not set is the built-in theme's. Surfaces that are only shades of others (cards, the tint under a
mark) follow those that are set, so that few settings make a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from briefgen.contrast import LINES, TEXT, mixed, nearest, ratio

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

Palette = Mapping[str, str]
"""Colour by token."""

DEFAULTS: Mapping[Scheme, Palette] = {
    "light": {
        "paper": "#fcfcf9", "raised": "#f3f3ee", "ink": "#1b1c1f", "muted": "#5b5d63", "line": "#dddcd5", "edge": "#85868a",
        "accent": "#a32036", "accent-tint": "#fbe9ea", "actor": "#1a5e9c", "actor-tint": "#e6f0f9",
        "quote": "#1b6b45", "quote-tint": "#e7f4ea", "figure": "#a14a00", "figure-tint": "#fdeedd",
        "date": "#6f4fa0", "date-tint": "#f2ecfa", "key": "#8c6a00", "key-tint": "#fcf3cf",
    },
    "dark": {
        "paper": "#16181b", "raised": "#202327", "ink": "#e8e7e3", "muted": "#adaeb2", "line": "#363a40", "edge": "#83868c",
        "accent": "#ff8f9c", "accent-tint": "#40222a", "actor": "#7db8f2", "actor-tint": "#1b2f44",
        "quote": "#7fcf9f", "quote-tint": "#18321f", "figure": "#f3a663", "figure-tint": "#3f2a14",
        "date": "#c0a5f0", "date-tint": "#2f2745", "key": "#e0c04a", "key-tint": "#362e12",
    },
}  # fmt: skip
"""The built-in theme's (templates/assets/style.css; a test holds the two together)."""

TOKENS = ("paper", "ink", "muted", "line", "accent", "actor", "quote", "figure", "date", "key")
"""Those that a site may set: the page, text, lesser text, dividing lines, links, and a colour for each kind of mark."""
KINDS = ("accent", "actor", "quote", "figure", "date", "key")

TINT: Mapping[Scheme, float] = {"light": 0.12, "dark": 0.2}
"""How much of a kind's colour lies over the page as its tint."""

PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "paper", TEXT),
    ("muted", "paper", TEXT),
    ("accent", "paper", TEXT),
    ("quote", "paper", TEXT),
    ("figure", "paper", TEXT),
    ("actor", "paper", LINES),
    ("date", "paper", LINES),
    ("key", "paper", LINES),
    ("edge", "paper", LINES),
    ("ink", "raised", TEXT),
    ("muted", "raised", TEXT),
    *(("ink", f"{kind}-tint", TEXT) for kind in KINDS),
)
"""(what is seen, on what, the ratio it needs). Notes' labels are words in a kind's colour; a dividing line need not be seen."""


class Shades(Struct, frozen=True):
    """One token's values; "" leaves the theme's."""

    light: str = ""
    dark: str = ""


Colours = Mapping[str, Shades]
"""What a site sets, by token."""


class Faint(Struct, frozen=True):
    """A pair of colours that cannot be told apart well enough."""

    token: str
    """Which of the author's settings to change."""
    scheme: Scheme
    front: str
    ground: str
    """The tokens of the pair."""
    shown: tuple[str, str]
    """Their colours."""
    ratio: float
    least: float
    better: str | None
    """The nearest value of `token` that passes; None when none does."""


def palette(colours: Colours, scheme: Scheme) -> dict[str, str]:
    """All colours of a scheme, those that follow from others included."""
    own = {token: value for token, shades in colours.items() if (value := getattr(shades, scheme))}
    return _derived(own, scheme)


def _derived(own: Palette, scheme: Scheme) -> dict[str, str]:
    whole = {**DEFAULTS[scheme], **own}
    if {"paper", "ink"} & own.keys():
        whole["raised"] = mixed(whole["paper"], whole["ink"], 0.05)
        greys = (mixed(whole["paper"], whole["ink"], share / 10) for share in range(5, 11))
        whole["edge"] = next((grey for grey in greys if ratio(grey, whole["paper"]) >= LINES), whole["ink"])
    if "paper" in own and "line" not in own:
        whole["line"] = mixed(whole["paper"], whole["ink"], 0.15)
    for kind in KINDS:
        if {"paper", kind} & own.keys():
            whole[f"{kind}-tint"] = mixed(whole["paper"], whole[kind], TINT[scheme])
    return whole


def faint(colours: Colours) -> Iterator[Faint]:
    """The pairs that fail because of what a site sets; none that the author has no part in."""
    for scheme in SCHEMES:
        own = {token: value for token, shades in colours.items() if (value := getattr(shades, scheme))}
        whole = _derived(own, scheme)
        for front, ground, least in PAIRS:
            blamed = next((token for token in (front, ground.removesuffix("-tint"), "paper") if token in own), "")
            found = ratio(whole[front], whole[ground])
            if not blamed or found >= least:
                continue

            def passes(
                tried: str,
                blamed: str = blamed,
                own: Palette = own,
                scheme: Scheme = scheme,
                front: str = front,
                ground: str = ground,
                least: float = least,
            ) -> bool:
                other = _derived({**own, blamed: tried}, scheme)
                return ratio(other[front], other[ground]) >= least

            better = nearest(own[blamed], passes)
            yield Faint(blamed, scheme, front, ground, (whole[front], whole[ground]), found, least, better)


def rules(colours: Colours, *, whole: bool = False) -> str:
    """The CSS that gives a page these colours; "" when none are set. `whole`: and those of the theme that stay."""
    light, dark = (palette(colours, scheme) for scheme in SCHEMES)
    changed = [name for name in DEFAULTS["light"] if whole or any(
        own[name] != DEFAULTS[scheme][name] for own, scheme in zip((light, dark), SCHEMES, strict=True)
    )]  # fmt: skip
    if not changed:
        return ""
    plain = ";".join(f"--{name}:{light[name]}" for name in changed)
    both = ";".join(f"--{name}:light-dark({light[name]},{dark[name]})" for name in changed)
    return f":root{{{plain}}}@supports (color:light-dark(#000,#fff)){{:root{{{both}}}}}"
