"""A project: its folder and the settings in its briefgen.toml."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path

from msgspec import Struct

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.interface import LANGUAGES

FILE = "briefgen.toml"
SEARCHES = ("builtin", "none")
"""How a site can be searched."""


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
    """"builtin", or "none" for a site that cannot be searched."""
    model: str = ""
    """An installed spaCy pipeline to use instead of the bundled one."""


class Project(Struct, frozen=True):
    """A project on disk."""

    root: Path
    settings: Settings


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

    wrong: list[Diagnostic] = []
    values: dict[str, str] = {}

    def report(key: str, message: str, hint: str = "") -> None:
        line = next(
            (n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}\b", row)), 0
        )
        wrong.append(Diagnostic(path=FILE, line=line, column=1 if line else 0, message=message, hint=hint))

    for key, value in table.items():
        if key not in Settings.__struct_fields__:
            near = difflib.get_close_matches(key, Settings.__struct_fields__, 1)
            known = f"known settings: {', '.join(Settings.__struct_fields__)}"
            report(key, f"unknown setting “{key}”", f"did you mean {near[0]}?" if near else known)
        elif not isinstance(value, str):
            report(key, f"{key} is not a text", f'write {key} = "…"')
        elif key == "base_url" and value and not re.match(r"https?://[^\s/]+", value):
            report(key, f"base_url “{value}” is not a web address", 'write it like "https://example.org/briefings/"')
        elif key == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            report(key, f"language “{value}” is not a code", 'write it like "en" or "pt-BR"')
        elif key == "interface" and value not in LANGUAGES:
            report(key, f"the interface does not speak “{value}”", f"it speaks: {', '.join(LANGUAGES)}")
        elif key == "search" and value not in SEARCHES:
            report(key, f"there is no search “{value}”", f"there is: {', '.join(SEARCHES)}")
        elif key == "output" and not value.strip():
            report(key, "output is empty", 'write output = "site"')
        else:
            values[key] = value.rstrip("/") + "/" if key == "base_url" and value else value
    if wrong:
        raise BriefgenError(wrong)
    return Settings(**values)
