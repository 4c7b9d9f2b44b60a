"""The theme's files: templates of the project, and the built-in ones behind them. Renders nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import Digests
from briefgen.source import Static, is_hidden

_PACKAGED = Path(__file__).parent / "templates"
THEME = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "templates"
"""The built-in theme: inside the installed package, or the templates/ of a checkout."""


class Theme(Struct, frozen=True):
    """The templates that a project renders with: its own first, the built-in ones behind them."""

    folders: tuple[str, ...]
    templates: Mapping[str, Static]
    """Every template by its name: "article.html", and "theme/article.html" for the built-in one."""
    assets: tuple[Static, ...]
    """Files under assets/, to be copied."""


def find(root: Path, digests: Digests | None = None) -> Theme:
    """The theme of the project at `root`, with its templates/ before the built-in ones, file by file.

    Raises `BriefgenError` when a file of it cannot be read.
    """
    digests = digests or Digests()
    own = root / "templates"
    folders = [own] if own.is_dir() and own.resolve() != THEME.resolve() else []
    folders.append(THEME)
    templates: dict[str, Static] = {}
    assets: dict[str, Static] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            place = path.relative_to(folder).as_posix()
            # A name that is no text can be asked for by nobody.
            if any(is_hidden(part) for part in place.split("/")) or not place.isprintable() or not path.is_file():
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                continue
            try:
                digest = digests.of(str(path))
            except OSError as error:
                message = f"cannot be read ({error.strerror or error})"
                raise BriefgenError([Diagnostic(path=f"templates/{place}", message=message)]) from None
            file = Static(place=place, file=str(path), digest=digest)
            if place.startswith("assets/"):
                assets.setdefault(place, file)
                continue
            templates.setdefault(place, file)
            if folder == THEME:
                templates[f"theme/{place}"] = file
    return Theme(tuple(map(str, folders)), templates, tuple(assets.values()))
