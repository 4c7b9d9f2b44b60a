"""Where a project is, what belongs to it, and how a place is said."""

from __future__ import annotations

from pathlib import Path


def root_of(project: Path | None) -> Path:
    """The folder of the project that was named, or of the one around here."""
    from briefgen import project as projects

    start = (project or Path()).resolve()
    return start if project else projects.find(start) or start


def memo_of(root: Path) -> Path:
    """The file that keeps results between builds."""
    return root / ".briefgen" / "memo.sqlite"


def lock_of(root: Path) -> Path:
    """What one build at a time holds."""
    return root / ".briefgen" / "lock"


def shown(path: Path) -> str:
    """A folder as short as it can be said from here."""
    try:
        return f"{path.resolve().relative_to(Path.cwd())}/"
    except ValueError:
        return f"{path}/"
