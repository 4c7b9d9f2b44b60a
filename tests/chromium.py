"""The browser that tests use, and the marks of those that need it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox",)

NEEDS_CHROMIUM = [
    pytest.mark.browser,
    # Where a browser must be there, its absence is a failure and not a skip.
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("BRIEFGEN_BROWSER") != "required", reason="needs chromium"
    ),
    pytest.mark.filterwarnings("default"),
]
