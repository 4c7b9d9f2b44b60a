"""Which file systems tell of changes, by what the kernel says of them (/proc/self/mountinfo)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

MOUNTS = Path("/proc/self/mountinfo")

Telling: TypeAlias = Literal["yes", "no", "unsure"]

YES = frozenset({
    "bcachefs", "btrfs", "ecryptfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfs", "hfsplus", "jfs",
    "lxfs", "msdos", "nilfs2", "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs", "rootfs", "squashfs", "tmpfs", "udf",
    "vfat", "wslfs", "xfs", "zfs", "fuse.bindfs", "fuse.cryfs", "fuse.encfs", "fuse.fuse-overlayfs", "fuse.gocryptfs",
    "fuse.ntfs-3g",
})  # fmt: skip
"""Files change only by way of this kernel, which tells of it."""

NO = frozenset({
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner", "gfs2", "gpfs", "grpcfuse",
    "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "osxfs", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
})  # fmt: skip
"""Files also change from elsewhere (another machine, the host of a container or of WSL), of which nothing is told; so
they do on what fuse serves, but for a few kinds."""


def telling(paths: Iterable[str], mounts: str) -> tuple[Telling, str]:
    """Whether changes below all of `paths` (real) are told, and the kind of the first file system that decides it.

    `mounts` is the text of /proc/self/mountinfo; "" on other systems, where all is taken to be well.
    """
    table = list(_mounts(mounts))
    kinds = [kind for path in paths if (kind := _kind(path, table))]
    for wanted in ("no", "unsure"):
        for kind in kinds:
            if judge(kind) == wanted:
                return judge(kind), kind
    return "yes", ""


def judge(kind: str) -> Telling:
    """Whether a kind of file system tells of changes."""
    if kind in YES:
        return "yes"
    return "no" if kind in NO or kind.startswith("fuse.") else "unsure"


def _mounts(text: str) -> Iterator[tuple[str, str]]:
    """(where, kind) of each mount, those on top of others last."""
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if dash and len(fields) > 4:
            # Spaces and the like stand as \040.
            yield re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]), after.split(" ")[0]


def _kind(path: str, table: list[tuple[str, str]]) -> str:
    found, best = "", -1
    for where, kind in table:
        if len(where) >= best and (path == where or path.startswith(where.rstrip("/") + "/")):
            found, best = kind, len(where)
    return found
