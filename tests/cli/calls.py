"""How tests call the command line, and on what."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.files import write_files

ROOT = Path(__file__).parent.parent.parent

ARTICLE = "---\ntitle: Dam gives way\ndate: 2025-03-04\n---\n\nAna Brel fled. “The gate stayed shut,” said Ana Brel. 12 houses fell.\n"


class Said(NamedTuple):
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def python(code: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python code beside the package, with little environment."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONUTF8": "1", **env},
    )  # fmt: skip


def project(root: Path, **more: str) -> None:
    write_files(root, {"briefgen.toml": 'title = "Dams"\n', "content/s/a.md": ARTICLE, **more})
