"""A project: its folder and the settings in its briefgen.toml."""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen import tomlkeys
from briefgen.colours import SCHEMES, TOKENS, Shades, faint
from briefgen.contrast import TEXT, colour
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.interface import LANGUAGES

FILE = "briefgen.toml"
SEARCHES = ("builtin", "pagefind", "none")
"""How a site can be searched."""

Report = Callable[..., None]
"""(path of the key, what is wrong, what to write instead)"""


class Settings(Struct, frozen=True, kw_only=True):
    """What briefgen.toml may say; every key has a default."""

    title: str = "Briefings"
    description: str = ""
    base_url: str = ""
    """Where the site will stand, for feeds and sitemap; ends with "/"."""
    language: str = "en"
    """Of articles that do not say otherwise."""
    interface: str = "en"
    """Language of what the pages say by themselves."""
    output: str = "site"
    """Folder of the site, relative to the project."""
    search: str = "builtin"
    """"builtin"; "pagefind" for a large site, which then needs a web server; "none" for one that cannot be searched."""
    model: str = ""
    """An installed spaCy pipeline to use instead of the bundled one."""
    logo: str = ""
    """A picture of content/ or templates/assets/ beside the title."""
    excerpts: bool = False
    """Whether articles that do not say otherwise are published in excerpts only."""
    excerpt_words: int = 60
    """How many words of its beginning such an article shows."""
    dated: str = ""
    """The day (YYYY-MM-DD) that pages call that of the build; "" for that of the newest article on each of them."""
    colours: Mapping[str, Shades] = msgspec.field(default_factory=dict)
    """By token."""


class Project(Struct, frozen=True):
    """A project on disk."""

    root: Path
    settings: Settings


def dated(project: Project, day: str) -> Project:
    """The project with another day of the build. Raises `BriefgenError` for what is no day."""
    if not is_day(day):
        message, hint = f"“{day}” is not a day", "write it like --dated 2025-05-20"
        raise BriefgenError([Diagnostic(path="", message=message, hint=hint)], usage=True)
    settings = msgspec.structs.replace(project.settings, dated=day)
    return msgspec.structs.replace(project, settings=settings)


def previewed(project: Project) -> Project:
    """The project as the preview shows it: with the search that follows every edit, where the site has an index."""
    if project.settings.search != "pagefind":
        return project
    return msgspec.structs.replace(project, settings=msgspec.structs.replace(project.settings, search="builtin"))


def find(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds a briefgen.toml."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    return None


def load(root: Path) -> Project:
    """The project at `root`. Raises `BriefgenError` with every mistake in its settings."""
    try:
        text = (root / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"there is no {FILE} here or in a folder above"
        raise BriefgenError(
            [Diagnostic(path="", message=message, hint="make a project with: briefgen init")], usage=True
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BriefgenError([Diagnostic(path=FILE, message=f"cannot be read ({error})")]) from None
    return Project(root, read(text))


def read(text: str) -> Settings:
    """Checked settings. Raises `BriefgenError` with every mistake, by line and column."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise BriefgenError(
            [Diagnostic(path=FILE, line=line, column=column, message=f"not valid TOML: {message}")]
        ) from None

    places = tomlkeys.places(text)
    wrong: list[Diagnostic] = []

    def report(path: tomlkeys.Path, message: str, hint: str = "") -> None:
        line, column = places.get(path, (0, 0))
        wrong.append(Diagnostic(path=FILE, line=line, column=column, message=message, hint=hint))

    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in Settings.__struct_fields__:
            report((key,), f"unknown setting “{key}”", _meant(key, Settings.__struct_fields__, "known settings"))
        elif key == "colours":
            values[key] = _colours(value, report)
        else:
            mistake = _mistake(key, value)
            if mistake:
                report((key,), *mistake)
            else:
                values[key] = value.rstrip("/") + "/" if key == "base_url" and value else value
    if wrong:
        raise BriefgenError(sorted(wrong))
    return msgspec.convert(values, Settings)


def place(root: Path, *key: str) -> tuple[int, int]:
    """(line, column) at which a setting stands in the settings of the project at `root`; (0, 0) where it does not."""
    try:
        return tomlkeys.places((root / FILE).read_text(encoding="utf-8-sig")).get(key, (0, 0))
    except (OSError, UnicodeDecodeError):
        return 0, 0


def is_day(written: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _mistake(key: str, value: object) -> tuple[str, str] | None:
    """(what is wrong with a setting that is no table, what to write instead)."""
    if key == "excerpts":
        return None if isinstance(value, bool) else (f"{key} is neither true nor false", f"write {key} = true")
    if key == "excerpt_words":
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return None if is_count else (f"{key} is not a number of words", f"write {key} = 60")
    if not isinstance(value, str):
        return f"{key} is not a text", f'write {key} = "…"'
    if key == "base_url" and value and not re.match(r"https?://[^\s/]+", value):
        return f"base_url “{value}” is not a web address", 'write it like "https://example.org/briefings/"'
    if key == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        return f"language “{value}” is not a code", 'write it like "en" or "pt-BR"'
    if key == "interface" and value not in LANGUAGES:
        return f"the interface does not speak “{value}”", f"it speaks: {', '.join(LANGUAGES)}"
    if key == "search" and value not in SEARCHES:
        return f"there is no search “{value}”", f"there is: {', '.join(SEARCHES)}"
    if key == "dated" and value and not is_day(value):
        return f"dated “{value}” is not a day", 'write it like "2025-05-20"'
    if key == "output" and not value.strip():
        return "output is empty", 'write output = "site"'
    return None


def _colours(table: object, report: Report) -> dict[str, Shades]:
    """The colours that a site sets; what cannot be used or read is reported."""
    if not isinstance(table, dict):
        report(
            ("colours",),
            "colours is not a table",
            'write [colours] and below it accent = { light = "#8a1c2c", dark = "#ff8f9c" }',
        )
        return {}
    found: dict[str, Shades] = {}
    is_whole = True
    for token, schemes in table.items():
        if token not in TOKENS:
            report(("colours", token), f"unknown colour “{token}”", _meant(token, TOKENS, "known colours"))
            continue
        if not isinstance(schemes, dict):
            report(
                ("colours", token),
                f"the colour {token} is not a pair of a light and a dark value",
                f'write {token} = {{ light = "#…", dark = "#…" }}',
            )
            is_whole = False
            continue
        shades: dict[str, str] = {}
        for scheme, value in schemes.items():
            path = ("colours", token, scheme)
            read = colour(value) if isinstance(value, str) else None
            if scheme not in SCHEMES:
                report(path, f"unknown value “{scheme}” of the colour {token}", _meant(scheme, SCHEMES, "known values"))
            elif read is None:
                report(path, f"{token} “{value}” is not a colour", 'write it like "#8a1c2c"')
                is_whole = False
            else:
                shades[scheme] = read
        found[token] = Shades(**shades)
    # A colour that could not be read would be judged as the theme's: one mistake must not bring others.
    for one in faint(found) if is_whole else ():
        words = "words need" if one.least == TEXT else "lines and marks need"
        message = (
            f"in the {one.scheme} scheme {one.front} {one.shown[0]} on {one.ground} {one.shown[1]} has a contrast of "
            f"{int(one.ratio * 100) / 100}:1; {words} {one.least:g}:1"
        )
        better = f'the nearest that has it: {one.token} {one.scheme} = "{one.better}"'
        report(
            ("colours", one.token, one.scheme),
            message,
            better if one.better else f"change what lies under it as well: {one.ground}",
        )
    return found


def _meant(written: str, known: tuple[str, ...], what: str) -> str:
    near = difflib.get_close_matches(written, known, 1)
    return f"did you mean {near[0]}?" if near else f"{what}: {', '.join(known)}"
