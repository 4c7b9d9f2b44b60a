"""The output folder: written only where bytes differ, pruned only of what we wrote.

A manifest in the folder lists every file of ours with the hash of its bytes. New files are first
written to a staging folder beside it and then moved into place one by one, behind a journal: a
process killed while staging has changed nothing, and one killed while moving is completed by the
next build. Files that we did not write, or that someone changed since, are left alone and reported.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.source import Static, digest, file_digest

MANIFEST = ".briefgen-manifest.json"
STAGING = ".briefgen-staging"
JOURNAL = "journal.json"

Site = Mapping[str, bytes | Static]
"""Address to content."""


class Written(Struct, frozen=True, kw_only=True):
    """What a write did."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]


class Journal(Struct, frozen=True):
    """What remains to be done once everything is staged."""

    replace: list[str]
    """Addresses, in the order of their staged files' numbers."""
    remove: list[str]


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
    except (OSError, msgspec.MsgspecError):
        return {}
    # The manifest lies among the published files: nothing in it may lead out of the folder.
    return {address: hashed for address, hashed in manifest.items() if is_inside(address)}


def is_inside(address: str) -> bool:
    """Whether an address names a file below the folder it is relative to."""
    path = PurePosixPath(address)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in address
        and "\0" not in address
    )


def write(site: Site, output: Path, *, force: bool = False) -> Written:
    """Make `output` hold exactly `site`, as far as it is ours.

    `force` also replaces files of ours that someone changed, and files of others that stand where a
    page belongs. Raises `BriefgenError` when the folder cannot be written; it is then as it was.
    """
    staging = output / STAGING
    try:
        output.mkdir(parents=True, exist_ok=True)
        _complete(output)
        old = read_manifest(output)
        new = {
            address: content.digest if isinstance(content, Static) else digest(content)
            for address, content in site.items()
        }
        replace, manifest, wrong = _changes(site, new, old, output, force=force)
        stale, left = _stale(new, old, output)
        if replace or stale or old != manifest:
            staging.mkdir(exist_ok=True)
            for number, address in enumerate(replace):
                content = site[address]
                if isinstance(content, Static):
                    shutil.copyfile(content.file, staging / str(number))
                else:
                    (staging / str(number)).write_bytes(content)
            (staging / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=0))
            journal = msgspec.json.encode(Journal(replace, stale))
            (staging / (JOURNAL + ".part")).write_bytes(journal)
            (staging / (JOURNAL + ".part")).replace(staging / JOURNAL)
            _complete(output)
    except OSError as error:
        # Once files are being moved, only going on can make the site whole: the journal stays.
        moving = (staging / JOURNAL).is_file()
        if not moving:
            shutil.rmtree(staging, ignore_errors=True)
        state = "the next build completes the site" if moving else "the site is as it was"
        message = f"cannot be written ({error.strerror or error}); {state}"
        raise BriefgenError([Diagnostic(path=str(error.filename or output), message=message)]) from None
    return Written(
        written=tuple(replace),
        removed=tuple(stale),
        unchanged=len(new) - len(replace),
        diagnostics=(*wrong, *left),
    )


def footprint(output: Path, addresses: Iterable[str]) -> dict[str, tuple[int, int]]:
    """(size, time of last change) of every file that exists: equal footprints mean untouched files."""
    found: dict[str, tuple[int, int]] = {}
    folder = f"{output}{os.sep}"
    for address in addresses:
        try:
            stat = os.stat(f"{folder}{address}")  # noqa: PTH116 - thousands of files: no Path for each
        except OSError:
            continue
        found[address] = (stat.st_size, stat.st_mtime_ns)
    return found


def clean(output: Path) -> Written:
    """Remove what we wrote and nobody changed, and then our manifest. Raises `BriefgenError` when it cannot."""
    try:
        _complete(output)
        removed, left = _stale({}, read_manifest(output), output)
        for address in removed:
            _remove(output, address)
        (output / MANIFEST).unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot be removed ({error.strerror or error})"
        raise BriefgenError([Diagnostic(path=str(error.filename or output), message=message)]) from None
    return Written(written=(), removed=tuple(removed), unchanged=0, diagnostics=tuple(left))


def _changes(
    site: Site, new: Mapping[str, str], old: Mapping[str, str], output: Path, *, force: bool
) -> tuple[list[str], dict[str, str], list[Diagnostic]]:
    """(addresses to write, hashes by address of what will be ours, what was left alone)."""
    replace: list[str] = []
    ours: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    folders: dict[Path, bool] = {}
    above = {str(folder) for address in site for folder in PurePosixPath(address).parents}
    for address in sorted(site):
        path = output / address
        if address in above:
            wrong.append(Diagnostic(path=str(path), message="cannot be written: a folder of that name is needed"))
            continue
        if path.parent not in folders:
            folders[path.parent] = _is_free(path.parent, output)
        if not is_inside(address) or not folders[path.parent]:
            wrong.append(Diagnostic(path=str(path), message="cannot be written: a file or a link stands in the way"))
            continue
        found = file_digest(path) if path.is_file() else ""
        if found == new[address]:
            ours[address] = found
        elif not os.path.lexists(path) or found == old.get(address) or (force and not path.is_dir()):
            ours[address] = new[address]
            replace.append(address)
        elif address in old:
            ours[address] = old[address]
            message = "was changed since it was built; left alone"
            wrong.append(
                Diagnostic(path=str(path), severity="warning", message=message, hint="delete it or build with --force")
            )
        else:
            message = "is not ours, but a page belongs there; left alone"
            wrong.append(Diagnostic(path=str(path), message=message, hint="move it away, or build with --force"))
    return replace, ours, wrong


def _is_free(folder: Path, output: Path) -> bool:
    """Whether a folder of the site is, or can become, a real folder below the output."""
    while not folder.exists():
        folder = folder.parent
    return folder.is_dir() and folder.resolve().is_relative_to(output.resolve())


def _stale(new: Mapping[str, str], old: Mapping[str, str], output: Path) -> tuple[list[str], list[Diagnostic]]:
    """(addresses of ours to remove, those left alone because someone changed them)."""
    stale: list[str] = []
    left: list[Diagnostic] = []
    # On a file system that folds case, a page renamed from A to a is still there under both names.
    folded = {address.casefold() for address in new}
    for address in sorted(set(old) - set(new)):
        path = output / address
        if address.casefold() in folded or not path.is_file() or path.is_symlink():
            continue
        if not path.parent.resolve().is_relative_to(output.resolve()):
            continue
        if file_digest(path) == old[address]:
            stale.append(address)
        else:
            message = "belongs to no page any more, but was changed since it was built; left alone"
            left.append(Diagnostic(path=str(path), severity="warning", message=message, hint="delete it yourself"))
    return stale, left


def _read_journal(path: Path) -> Journal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _complete(output: Path) -> None:
    """Finish what a journal says, or throw away what an interrupted build had staged."""
    staging = output / STAGING
    if staging.is_symlink():
        staging.unlink()
    if not staging.is_dir():
        return
    plan = _read_journal(staging / JOURNAL)
    if plan:
        for number, address in enumerate(plan.replace):
            staged = staging / str(number)
            if staged.is_file() and is_inside(address):
                (output / address).parent.mkdir(parents=True, exist_ok=True)
                staged.replace(output / address)
        for address in plan.remove:
            if is_inside(address):
                _remove(output, address)
        if (staging / MANIFEST).is_file():
            (staging / MANIFEST).replace(output / MANIFEST)
    shutil.rmtree(staging)


def _remove(output: Path, address: str) -> None:
    """Remove a file of ours and the folders that this empties."""
    path = output / address
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == output or not folder.is_relative_to(output):
            break
        try:
            folder.rmdir()
        except OSError:
            break
