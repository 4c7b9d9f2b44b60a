"""Files on disk, and pages as a browser reads them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by their place below `root`."""
    for place, content in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


class Html(HTMLParser):
    """A page's tags with their attributes, and its text."""

    def __init__(self, page: bytes | str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page.decode("utf-8") if isinstance(page, bytes) else page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def values(self, *names: str) -> list[str]:
        """The values of these attributes, in order."""
        return [attrs[name] for _, attrs in self.tags for name in names if name in attrs]
