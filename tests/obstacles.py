"""What stands in a build's way: folders that cannot be written, disks that are full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Nothing can be made, changed or removed directly in a folder. Permissions do not bind root; flags of files do."""
    if os.geteuid() == 0:
        if not shutil.which("chattr") or _run("chattr", "+i", str(folder)):
            pytest.skip("root may write everywhere, and this file system has no immutable folders")
        try:
            yield
        finally:
            _run("chattr", "-i", str(folder))
    else:
        mode = folder.stat().st_mode
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(mode)


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """A disk of its own at a folder, in memory; `options` as for mounting a tmpfs (size=64k,nr_inodes=20)."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    folder.mkdir(parents=True, exist_ok=True)
    if _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)):
        pytest.skip("a disk cannot be mounted here")
    try:
        yield
    finally:
        _run("umount", "-l", str(folder))


def resize(folder: Path, options: str) -> None:
    """Give a small disk another size."""
    assert _run("mount", "-o", f"remount,{options}", str(folder)) == 0


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode
