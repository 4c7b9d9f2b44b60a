"""What a build goes through, in words for those who wait."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (stage, how many are done, of how many)."""

STAGES = ("reading", "annotating", "briefing", "rendering")
"""Of every build; one of a site that is searched with Pagefind then goes on "indexing"."""
