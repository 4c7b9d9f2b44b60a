from __future__ import annotations

import pytest

from briefgen.serve.filesystems import judge, telling

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/a
40 27 0:40 / /projects rw,relatime master:2 - ext4 /dev/vda rw
41 40 0:41 / /projects/site\040one rw - 9p C:\134 rw,aname=drvfs
42 40 0:42 / /projects/new rw - novelfs none rw
43 42 0:43 / /projects/new/under rw - tmpfs none rw
44 42 0:44 / /projects/covered rw - nfs4 host:/a rw
45 42 0:45 / /projects/covered rw - xfs /dev/b rw
"""


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/"], ("yes", "")),
        (["/projects/a/content"], ("yes", "")),
        (["/projects", "/projects/site one/content"], ("no", "9p")),
        (["/projects/site one"], ("no", "9p")),
        (["/projects/site onerous"], ("yes", "")),
        (["/projects/new/content"], ("unsure", "novelfs")),
        (["/projects/new/content", "/projects/site one"], ("no", "9p")),
        (["/projects/new/under/content"], ("yes", "")),
        (["/projects/covered"], ("yes", "")),
        ([], ("yes", "")),
    ],
)
def test_the_file_system_of_each_folder_counts(paths: list[str], expected: tuple[str, str]) -> None:
    assert telling(paths, MOUNTS) == expected


def test_where_nothing_is_known_of_mounts_all_is_taken_to_be_well() -> None:
    assert telling(["/projects"], "") == ("yes", "")
    assert telling(["/projects"], "nonsense\n\n1 2 3 - \n") == ("yes", "")


@pytest.mark.parametrize(
    "kind",
    ["9p", "drvfs", "virtiofs", "fuse.sshfs", "fuse.grpcfuse", "nfs", "nfs4", "cifs", "smb3", "vboxsf", "fakeowner"],
)
def test_files_from_elsewhere_are_not_told_of(kind: str) -> None:
    assert judge(kind) == "no"


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk"])
def test_files_of_this_machine_are(kind: str) -> None:
    assert judge(kind) == "yes"
