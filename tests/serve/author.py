"""Someone who edits a project and looks at its pages, without a server between."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefgen.memo import Memo
from briefgen.serve.rebuild import Attempt, Builder
from briefgen.serve.showing import Showing
from tests.files import write_files

DYKE = "---\ntitle: Dyke holds\ndate: 2025-03-01\n---\n\nThe dyke holds, said Mara Ilvane.\n"
BROKEN = "---\ntitle: Dyke breaks\ndate: 12/4\nslug: breaks\n---\n\nThe dyke breaks.\n"
FILES: Mapping[str, str | bytes] = {
    "briefgen.toml": 'title = "Tides"\nbase_url = "https://example.org/"\n',
    "content/s/dyke.md": DYKE,
    "content/s/harbour.md": "---\ntitle: Harbour shut\n---\n\nThe harbour is shut. See [the dyke](dyke.md).\n",
    "content/t/fair.md": "---\ntitle: Fair opens\n---\n\nThe fair opens, said Ovid Marn.\n",
    "content/s/map.svg": "<svg/>",
}


def quiet(stage: str, done: int, total: int) -> None:
    """No one listens."""


class Author:
    """Someone who edits a project, and builds it after every edit."""

    def __init__(self, root: Path, memo: Memo) -> None:
        self.root = root
        self.memo = memo
        self.stale = 0
        self.builder = Builder(root, memo, drafts=False, stale=self._stale)
        self.last = Attempt()

    def _stale(self) -> None:
        self.stale += 1

    @property
    def showing(self) -> Showing:
        return self.builder.showing

    def build(self, files: Mapping[str, str | bytes | None] = {}) -> Attempt:
        """Write files (None: delete), and build."""
        for place, content in files.items():
            if content is None:
                (self.root / place).unlink()
            else:
                write_files(self.root, {place: content})
        self.last = self.builder.build(self.last, quiet)
        return self.last

    def page(self, address: str) -> str:
        """What a browser gets."""
        content = self.showing.get(address)
        assert isinstance(content, bytes)
        return content.decode()

    def differences(self) -> list[set[str]]:
        """What browsers are to be told, step by step, without a last step of nothing."""
        steps = [set(changed) for changed, _ in self.showing.differences()]
        return steps[:-1] if steps and not steps[-1] else steps

    def failures(self) -> list[str]:
        """What keeps pages that were asked for from being rendered."""
        return [str(one) for one in list(self.showing.differences())[-1][1]]
