"""The output folder: written only where bytes differ, pruned only of what we wrote.

A manifest in the folder lists every file of ours with the hash of its bytes. New files are first
written to a staging folder in it and then moved into place, new folders whole, behind a journal: a
process killed while staging has changed nothing, and one killed while moving is completed by the
next build. Files that we did not write, or that someone changed since, are left alone and reported.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from briefgen import journal
from briefgen.diagnostic import BriefgenError, Diagnostic, Severity
from briefgen.digests import digest, file_digest
from briefgen.journal import MANIFEST as MANIFEST
from briefgen.journal import STAGING, Journal, is_inside
from briefgen.staging import Content, stage

Site = Mapping[str, Content]
"""Address to content."""

Footprint = tuple[int, int, int, int]
"""(size, time of last change, that of its inode, inode) of a file; times in nanoseconds."""


class Written(Struct, frozen=True, kw_only=True):
    """What a write did."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    left: tuple[str, ...]
    """Addresses at which something else stands, which was left alone."""
    diagnostics: tuple[Diagnostic, ...]


def check_output(root: Path, output: Path) -> None:
    """Raise `BriefgenError` when writing to `output` could harm anything but a site of ours."""

    def refuse(message: str) -> None:
        hint = "name a folder of its own, such as site"
        raise BriefgenError(
            [Diagnostic(path=str(output), message=f"will not be written to: {message}", hint=hint)], usage=True
        )

    place = output.resolve()
    if output.exists() and not output.is_dir():
        refuse("it is a file")
    if root.resolve().is_relative_to(place):
        refuse("it holds the project")
    if place == Path.home().resolve() or Path.home().resolve().is_relative_to(place):
        refuse("it holds your home folder")
    for name in ("content", "templates", ".briefgen", ".git"):
        sources = (root / name).resolve()
        if place.is_relative_to(sources) or sources.is_relative_to(place):
            refuse(f"it and {name}/ overlap")


def read_manifest(output: Path) -> dict[str, str]:
    """Hash by address of every file that an earlier build wrote; empty without a readable manifest."""
    try:
        manifest = msgspec.json.decode((output / MANIFEST).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    # The manifest lies among the published files: nothing in it may lead out of the folder.
    return {address: hashed for address, hashed in manifest.items() if is_inside(address)}


def write(
    site: Site,
    output: Path,
    *,
    force: bool = False,
    untouched: Mapping[str, Footprint] | None = None,
    cache: Path | None = None,
    jobs: int | None = None,
) -> Written:
    """Make `output` hold exactly `site`, as far as it is ours.

    `force` also replaces files of ours that someone changed, and files of others that stand where a
    page belongs. A file whose footprint is the one in `untouched` is taken to hold what the manifest says.
    Many pages that are kept in the memo at `cache` are written by `jobs` processes (None: as many as pay off).
    Raises `BriefgenError` when the folder cannot be written, and `Moved` when a file to copy is not what
    was found; it is then as it was.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        journal.complete(output)
        old = read_manifest(output)
        new = {
            address: digest(content) if isinstance(content, bytes) else content.digest
            for address, content in site.items()
        }
        marks = untouched or {}
        known = {
            address: old[address]
            for address, mark in footprint(output, marks).items()
            if marks[address] == mark and address in old
        }
        stale, left = _stale(new, old, known, output)
        replace, manifest, wrong, refused = _changes(new, old, known, frozenset(stale), output, force=force)
        if replace or stale or old != manifest:
            journal.begin(output, replace)
            stage([(journal.staged(output, address), site[address]) for address in replace], cache, jobs)
            plan = Journal(journal.moves(output, replace, stale), stale)
            journal.carry_out(output, plan, msgspec.json.format(msgspec.json.encode(manifest), indent=0))
    except OSError as error:
        state = "the next build completes the site" if journal.has_begun(output) else "the site is as it was"
        journal.give_up(output)
        message = f"cannot be written ({error.strerror or error}); {state}"
        raise BriefgenError(
            [Diagnostic(path=_concerned(error, output), message=message, hint=_advice(error))]
        ) from None
    except BaseException:
        journal.give_up(output)
        raise
    return Written(
        written=tuple(replace),
        removed=tuple(stale),
        unchanged=len(new) - len(replace),
        left=tuple(refused),
        diagnostics=(*wrong, *left),
    )


def _concerned(error: OSError, output: Path) -> str:
    """The path that an error is about, as people know it: the staging folder is nothing to them."""
    path = str(error.filename2 or error.filename or output)
    return str(output) if STAGING in Path(path).parts else path


def _advice(error: OSError) -> str:
    """What somebody can do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "make room on the disk, then build again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return "make it writable, or name another folder with --output"
    return ""


def footprint(output: Path, addresses: Iterable[str]) -> dict[str, Footprint]:
    """The footprint of every file that exists: equal footprints mean untouched files."""
    found: dict[str, Footprint] = {}
    folder = f"{output}{os.sep}"
    for address in addresses:
        try:
            stat = os.stat(f"{folder}{address}")  # noqa: PTH116 - thousands of files: no Path for each
        except OSError:
            continue
        # Whoever sets the time of a change back changes the inode.
        found[address] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return found


def clean(output: Path) -> Written:
    """Remove what we wrote and nobody changed, and then our manifest. Raises `BriefgenError` when it cannot."""
    try:
        journal.complete(output)
        removed, left = _stale({}, read_manifest(output), {}, output)
        for address in removed:
            journal.remove(output, address)
        (output / MANIFEST).unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot be removed ({error.strerror or error})"
        raise BriefgenError([Diagnostic(path=str(error.filename or output), message=message)]) from None
    return Written(written=(), removed=tuple(removed), unchanged=0, left=(), diagnostics=tuple(left))


def _changes(
    new: Mapping[str, str],
    old: Mapping[str, str],
    known: Mapping[str, str],
    stale: Container[str],
    output: Path,
    *,
    force: bool,
) -> tuple[list[str], dict[str, str], list[Diagnostic], list[str]]:
    """(addresses to write, hashes by address of what will be ours, what to say of what is left alone, its addresses).

    `known` are the hashes of the files that need not be looked into, `stale` the files that make room.
    """
    replace: list[str] = []
    ours: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    left: list[str] = []

    def leave(address: str, message: str, hint: str = "", severity: Severity = "error") -> None:
        left.append(address)
        wrong.append(Diagnostic(path=str(output / address), severity=severity, message=message, hint=hint))

    folders: dict[str, bool] = {}
    absent: set[str] = set()
    above: set[str] = set()
    for folder in {address.rpartition("/")[0] for address in new}:
        above.update(map(str, (PurePosixPath(folder), *PurePosixPath(folder).parents)))
    for address in sorted(new):
        if known.get(address) == new[address]:
            ours[address] = new[address]
            continue
        if address in above:
            leave(address, "cannot be written: a folder of that name is needed")
            continue
        folder = address.rpartition("/")[0]
        if folder not in folders:
            folders[folder] = _is_free(output / folder, stale, output)
            if not os.path.lexists(output / folder):
                absent.add(folder)
        if not is_inside(address) or not folders[folder]:
            leave(address, "cannot be written: a file or a link stands in the way")
            continue
        if folder in absent:
            ours[address] = new[address]
            replace.append(address)
            continue
        path = output / address
        found = known.get(address) or (file_digest(path) if path.is_file() else "")
        if found == new[address]:
            ours[address] = found
        elif (
            found == old.get(address)
            or not os.path.lexists(path)
            or (force and not path.is_dir())
            or _makes_room(path, stale, output)
        ):
            ours[address] = new[address]
            replace.append(address)
        elif address in old:
            ours[address] = old[address]
            leave(address, "was changed since it was built; left alone", "delete it or build with --force", "warning")
        else:
            leave(address, "is not ours, but a page belongs there; left alone", "move it away, or build with --force")
    return replace, ours, wrong, left


def _is_free(folder: Path, stale: Container[str], output: Path) -> bool:
    """Whether a folder of the site is, or can become, a real folder below the output."""
    while not folder.exists():
        folder = folder.parent
    if folder.is_file() and not folder.is_symlink():
        if folder.relative_to(output).as_posix() not in stale:
            return False
        folder = folder.parent
    return folder.is_dir() and folder.resolve().is_relative_to(output.resolve())


def _makes_room(folder: Path, stale: Container[str], output: Path) -> bool:
    """Whether a folder will be gone once all that is stale is removed."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    hidden: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=hidden.append):
        # Who removes files removes the folders that this empties, but none that was empty before, and no links to any.
        if not (folders or files) or any(Path(at, name).is_symlink() for name in folders):
            return False
        if not all(Path(at, name).relative_to(output).as_posix() in stale for name in files):
            return False
    return not hidden


def _stale(
    new: Mapping[str, str], old: Mapping[str, str], known: Mapping[str, str], output: Path
) -> tuple[list[str], list[Diagnostic]]:
    """(addresses of ours to remove, those left alone because someone changed them)."""
    stale: list[str] = []
    left: list[Diagnostic] = []
    folded = {address.casefold(): address for address in new}
    for address in sorted(set(old) - set(new)):
        path = output / address
        if not path.is_file() or path.is_symlink():
            continue
        # On a file system that folds case, a page renamed from A to a is still there under both names.
        other = output / folded.get(address.casefold(), address)
        if other != path and other.exists() and path.samefile(other):
            continue
        if not path.parent.resolve().is_relative_to(output.resolve()):
            continue
        if (known.get(address) or file_digest(path)) == old[address]:
            stale.append(address)
        else:
            message = "belongs to no page any more, but was changed since it was built; left alone"
            left.append(Diagnostic(path=str(path), severity="warning", message=message, hint="delete it yourself"))
    return stale, left
