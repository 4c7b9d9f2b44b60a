"""One build after another of the same project: what is shown when one of them fails or finds errors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen import build, project
from briefgen.build import Built, Progress
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.memo import Memo
from briefgen.site import Site
from briefgen.source import Static


class Halt(Exception):  # noqa: N818 - a request to leave off, no error
    """Raised from a build's progress to leave it."""


class Attempt(Struct, frozen=True, kw_only=True):
    """What the builds so far have come to."""

    key: str = ""
    """Of the inputs of the last build that did not fail."""
    built: Built | None = None
    """What it made."""
    site: Site | None = None
    """What to show: that, but for pages of broken sources."""
    base_url: str = ""
    good: Mapping[str, tuple[str, bytes]] = {}
    """(address, page) of every source, from when it last had no errors."""
    failure: tuple[Diagnostic, ...] = ()
    """Why the last build failed, if it did."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to say now."""
        return self.failure or (self.built.outcome.diagnostics if self.built else ())


def rebuild(root: Path, last: Attempt, memo: Memo, progress: Progress, *, drafts: bool) -> Attempt:
    """Build the project at `root`. `last` itself when nothing that counts has changed since.

    Only `Halt` is raised: whatever else goes wrong is a failure, with the last site still to show.
    """
    try:
        loaded = project.load(root)
        inputs = build.gather(loaded, drafts=drafts)
        if inputs.key == last.key:
            return msgspec.structs.replace(last, failure=()) if last.failure else last
        built = build.build(inputs, memo, progress)
    except Halt:
        raise
    except BriefgenError as error:
        return msgspec.structs.replace(last, failure=error.diagnostics)
    except OSError as error:
        # A file that went away while it was read. If it was more than that, the author should know.
        message = f"cannot be read ({error.strerror or error})"
        return msgspec.structs.replace(last, failure=(Diagnostic(path=str(error.filename or ""), message=message),))
    except Exception as error:
        message = f"a mistake in briefgen itself stopped the build: {type(error).__name__}: {error}"
        hint = "please report it; undoing the last change may help"
        return msgspec.structs.replace(last, failure=(Diagnostic(path="", message=message, hint=hint),))
    site, good = keep_good(built, last.good)
    return Attempt(key=inputs.key, built=built, site=site, base_url=loaded.settings.base_url, good=good)


def keep_good(
    built: Built, good: Mapping[str, tuple[str, bytes]]
) -> tuple[dict[str, bytes | Static], dict[str, tuple[str, bytes]]]:
    """(the site with the last good pages of broken sources, the last good page of every source)."""
    broken = {one.path for one in built.outcome.diagnostics if one.severity == "error"}
    kept = {path: page for path, page in good.items() if path in broken}
    for address, path in built.origins.items():
        content = built.site.get(address)
        if path not in broken and isinstance(content, bytes):
            kept[path] = (address, content)
    site = dict(built.site)
    site.update(kept[path] for path in sorted(broken & kept.keys()))
    return site, kept


def changes(old: Site | None, new: Site | None) -> frozenset[str]:
    """The addresses whose content is not what it was, those that came and those that went included."""
    before, after = old or {}, new or {}
    if before is after:
        return frozenset()
    return frozenset(
        address for address in before.keys() | after.keys() if not _equal(before.get(address), after.get(address))
    )


def _equal(one: bytes | Static | None, other: bytes | Static | None) -> bool:
    if isinstance(one, Static) and isinstance(other, Static):
        return (one.digest, one.file) == (other.digest, other.file)
    return one == other
