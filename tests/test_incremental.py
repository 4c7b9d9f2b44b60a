"""Whatever is done to a project, what is built of it step by step is what a clean build makes, byte for byte.

Scripts of random edits are run on a project on disk. After each step the site that was built all the way along is
compared with a clean build, and so is what a preview shows that has lived through everything.

    python -m tests.test_incremental --scripts 2000

runs more of them than the suite does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec import Struct

from briefgen import annotate, desk, inputs, intake, printing, remembered, render, source
from briefgen import project as projects
from briefgen import site as sites
from briefgen import theme as themes
from briefgen.annotate import Passage, nlp
from briefgen.annotation import Annotation
from briefgen.article import parse
from briefgen.build import build
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import Digests
from briefgen.inputs import Code
from briefgen.memo import Memo
from briefgen.outcome import Counts
from briefgen.pages.recipe import Recipe
from briefgen.serve import rebuild, showing
from briefgen.serve.rebuild import TRIES, Attempt, Builder
from briefgen.source import Moved, Static
from tests import reader
from tests.edits import BASE, NAME, PLAIN_THEME, Edit, annotation, apply, article, edits
from tests.files import write_files
from tests.shortened import shorten

SCRIPTS = 12
STEPS = 12

BESIDE = ("site", "site2", "site aside", "site2 aside", ".briefgen")
"""What is in a project's folder without being of it."""

PASSING = (0, 0, 0, 300, 1900, 2100, 5000)
"""Milliseconds that may pass between an edit and a build: some less than file times may be coarse, some more."""


# ---------------------------------------------------------------- scripts


class Step(Struct, frozen=True, array_like=True):
    """Edits, and a build after them."""

    edits: tuple[Edit, ...]
    mishap: str = ""
    """What befalls the site, the cache or the program beside that."""
    hands: tuple[str, ...] = ()
    """What somebody does to pages of the site."""
    other: bool = False
    """Whether it is built into the other folder."""
    drafts: bool = False
    """Whether this build has the drafts that others have not, or the other way round."""
    passes: int = 0
    """Milliseconds after which the build begins."""
    stays: bool = False
    """Whether what stopped the build is not mended before the next step."""
    looks: int = 0
    """Says which pages are looked at in the preview."""
    sweeps: bool = False
    """Whether the preview has the time to render what nobody looks at."""
    hasty: bool = False
    """Whether the preview first looks at some of what has changed only."""


class Script(Struct, frozen=True, array_like=True):
    """A project to begin with, and steps."""

    base: int
    """How many of the files of `BASE` there are."""
    plain: bool
    """Whether the plain theme is the one that is built in."""
    drafts: bool
    shared: bool
    """Whether the preview uses the cache that builds use."""
    held: int
    """How many pages the preview holds."""
    grain: int
    """Nanoseconds from one time that a file can have to the next."""
    jobs: int
    """How many processes render."""
    steps: tuple[Step, ...]


MISHAPS = (
    "page of our own", "forced", "site removed", "manifest removed", "stopped",
    "manifest damaged", "cache scratched", "cache removed", "cache damaged", "cache cut short", "pages by other code",
    "annotations by other code", "another model", "preview restarted",
)  # fmt: skip


HANDS = (
    "removed", "edited", "edited unseen", "emptied", "touched", "a folder", "a full folder", "a link", "a link to a copy", "a dead link",
)  # fmt: skip


def scripts(steps: int = STEPS, jobs: int = 1) -> st.SearchStrategy[Script]:
    """Scripts of at most so many steps."""
    rarely = st.sampled_from([False] * 5 + [True])
    step = st.builds(
        Step,
        st.lists(edits(), min_size=0, max_size=3).map(tuple),
        st.sampled_from([""] * (2 * len(MISHAPS)) + list(MISHAPS)),
        st.sampled_from([0, 0, 0, 1, 3]).flatmap(
            lambda most: st.lists(st.sampled_from(HANDS), max_size=most).map(tuple)
        ),
        rarely,
        st.sampled_from([False, False, True]),
        st.sampled_from(PASSING),
        rarely,
        st.integers(0, 99),
        st.booleans(),
        st.booleans(),
    )
    return st.builds(
        Script,
        st.integers(0, len(BASE)),
        st.sampled_from([True] * 7 + [False]),
        st.booleans(),
        st.booleans(),
        st.sampled_from([3, 64]),
        st.sampled_from([0, 1_000_000_000, 2_000_000_000]),
        st.just(jobs),
        st.lists(step, min_size=1, max_size=steps).map(tuple),
    )


# ---------------------------------------------------------------- a world of patterns


class World:
    """What a build depends on beside the project; the versions can change."""

    def __init__(self, grain: int = 0) -> None:
        self.model = 0
        self.annotating = 0
        self.pages = 0
        self.grain = grain
        """Nanoseconds from one time that a file can have to the next."""
        self._ahead = [(0, 0)]
        """How many nanoseconds the clock is ahead, from which real time on."""
        self.made: dict[str, Recipe] = {}
        """What has been rendered since this was emptied, by address."""
        self.most: int | None = None
        """After how many pages rendering is stopped."""

    def code(self, digests: Digests | None = None) -> Code:
        """Of the program."""
        return Code(parsing="", annotating=str(self.annotating), pages=str(self.pages))

    def annotated(self, passages: Iterable[Passage], *more: object) -> Iterator[Annotation]:
        """By patterns."""
        for passage in passages:
            yield annotation(passage, f"{self.model}.{self.annotating}")

    def wait(self, since: int, milliseconds: int) -> None:
        """Let time pass, `since` a real time."""
        self._ahead.append((since, self._ahead[-1][1] + milliseconds * 1_000_000))

    def time_ns(self) -> int:
        """The time it is."""
        return self._time(time.time_ns())

    def stat(self, real: os.stat_result) -> os.stat_result:
        """What the file system tells of a file."""
        modified, changed = (self._told(one) for one in (real.st_mtime_ns, real.st_ctime_ns))
        return os.stat_result(real[:10], {"st_mtime_ns": modified, "st_ctime_ns": changed})

    def _time(self, real: int) -> int:
        return real + next(ahead for since, ahead in reversed(self._ahead) if since <= real)

    def _told(self, real: int) -> int:
        time = self._time(real)
        return time - time % self.grain if self.grain else time


class Stopped(Exception):  # noqa: N818
    """The end of a build in the middle of it."""


@contextlib.contextmanager
def world(held: int, theme: Path | None, *, short: bool = False, grain: int = 0) -> Iterator[World]:
    """A program whose lists have few rows a page (`short`: few rows) and whose model is patterns; maybe with another `theme` built in."""
    one = World(grain)
    rendering, compiled, digested = desk.Desk.render, render.Compiled(), Digests.of

    def rendered(self: desk.Desk, recipe: Recipe) -> bytes:
        if one.most is not None and len(one.made) >= one.most:
            raise Stopped
        one.made[recipe.address] = recipe
        return rendering(self, recipe)

    def digest(self: Digests, path: str, stat: os.stat_result | None = None) -> str:
        return digested(self, path, one.stat(stat or Path(path).stat()))

    def footprint(output: Path, addresses: Iterable[str]) -> dict[str, sites.Footprint]:
        found = {}
        for address in addresses:
            with contextlib.suppress(OSError):
                stat = one.stat((output / address).stat())
                found[address] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp, "version", lambda model="": ("en", f"patterns {one.model}"))
        patch.setattr(themes, "THEME", theme or themes.THEME)
        patch.setattr(nlp, "load", lambda model="": object())
        patch.setattr(annotate, "annotate", one.annotated)
        patch.setattr(reader, "NAME", NAME)
        patch.setattr(intake, "annotate_on_cores", lambda passages, *more: one.annotated(passages))
        patch.setattr(inputs, "code_version", one.code)
        patch.setattr(desk.Desk, "render", rendered)
        patch.setattr(Digests, "of", digest)
        patch.setattr(sites, "footprint", footprint)
        patch.setattr(remembered, "footprint", footprint)
        patch.setattr(printing, "PORTION", 3)
        patch.setattr(desk, "OPEN", 3)
        patch.setattr(render, "Compiled", lambda: compiled)
        patch.setattr(showing, "HELD", held)
        patch.setattr(showing, "WAITED_FOR", held)
        patch.setattr(showing, "time", SimpleNamespace(sleep=lambda seconds: None))
        patch.setattr(rebuild, "time", SimpleNamespace(time_ns=one.time_ns))
        shorten(patch, all=short)
        yield one


class Said(Struct, frozen=True, kw_only=True):
    """What came of a build."""

    failure: tuple[Diagnostic, ...] = ()
    counts: Counts | None = None
    """Of the site, without what was done for it."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Of the sources."""
    left: tuple[Diagnostic, ...] = ()
    """Of the output folder, with paths in it."""
    rendered: int = 0
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    nothing: bool = False
    """Whether there was nothing to do."""
    site: Mapping[str, bytes] = {}
    """Of a clean build, what it wrote."""
    recipes: Mapping[str, Recipe] = {}
    """Of a clean build, what its pages were made from."""


def built(
    root: Path,
    place: Path,
    memo_path: Path | None,
    *,
    drafts: bool,
    now: int,
    force: bool = False,
    looks: bool = True,
    jobs: int | None = None,
) -> Said:
    """Build as the command line does. With `looks` off it does not see that nothing has changed."""
    memo: Memo | None = None
    try:
        at = projects.load(root)
        sites.check_output(at.root, place)
        memo = Memo(memo_path)
        if force:
            memo.forget()
        for _ in range(TRIES):
            with contextlib.suppress(Moved):
                last = remembered.last_build(memo, place)
                digests = Digests(remembered.sightings(memo), now)
                found = inputs.gather(at, drafts=drafts, digests=digests)
                outcome = remembered.unchanged(found, last, place) if looks else None
                if outcome is not None:
                    return Said(counts=_of_site(outcome.counts), diagnostics=outcome.diagnostics, nothing=True)
                untouched = remembered.untouched(last, place)
                former = remembered.former(memo, place)
                made = remembered.restored(found, memo, last, former) if looks else None
                made = made or build(found, memo, jobs=jobs, made=former, untouched=untouched)
                cache = memo.path if memo.is_durable else None
                written = sites.write(made.site, place, force=force, untouched=untouched, cache=cache, jobs=jobs)
                remembered.remember(found, memo, place, made, written, digests)
                break
        else:
            raise AssertionError("nothing has changed, but it looks so")
    except BriefgenError as error:
        return Said(failure=error.diagnostics)
    finally:
        if memo:
            memo.close()
    return Said(
        counts=_of_site(made.outcome.counts),
        diagnostics=made.outcome.diagnostics,
        left=tuple(
            msgspec.structs.replace(one, path=one.path.removeprefix(f"{place}/")) for one in written.diagnostics
        ),
        rendered=made.outcome.counts.rendered,
        written=written.written,
        removed=written.removed,
    )


def _of_site(counts: Counts) -> Counts:
    return msgspec.structs.replace(counts, annotated=0, rendered=0, words=0)


def files_of(folder: Path, *without: str) -> dict[str, bytes]:
    """Every file below a folder by its place, but the manifest and what is in folders of these names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != sites.MANIFEST and path.relative_to(folder).parts[0] not in without
    }


# ---------------------------------------------------------------- running a script


class Output:
    """A folder that is built into, and what must be there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.foreign: dict[str, bytes] = {}
        """Files that are not as we wrote them."""
        self.blocks: set[str] = set()
        """Where something is that is no file."""
        self.drafts: bool | None = None
        """Whether it was built last with its drafts."""
        self.recipes: dict[bool, Mapping[str, Recipe]] = {}
        """What its pages were made from, with drafts and without; {} when the cache may lack any of them."""

    def files(self) -> dict[str, bytes]:
        """What is there, by address."""
        return files_of(self.path) if self.path.is_dir() else {}

    def blocked(self, wanted: Iterable[str]) -> set[str]:
        """The addresses among these that cannot be written."""
        full = {parent for address in self.foreign for parent in parents(address)}
        return {
            address
            for address in wanted
            if address in self.blocks or address in full or parents(address) & (self.blocks | self.foreign.keys())
        }

    def wanted(self, clean: Mapping[str, bytes], *, force: bool) -> dict[str, bytes]:
        """What must be there after a build whose clean build makes these files."""
        # Links to what we wrote pass for it as long as they do, but are not ours to remove.
        for address in self.files().keys() - clean.keys():
            if (self.path / address).is_symlink():
                self.foreign[address] = (self.path / address).read_bytes()
        if force:
            self.foreign = {
                address: content
                for address, content in self.foreign.items()
                if address not in clean or any((self.path / one).is_file() for one in parents(address))
            }
            self.blocks = {one for one in self.blocks if one not in clean or (self.path / one).is_dir()}
        self.foreign = {address: content for address, content in self.foreign.items() if clean.get(address) != content}
        blocked = self.blocked(clean)
        return {**{one: content for one, content in clean.items() if one not in blocked}, **self.foreign}

    def lose(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.foreign, self.blocks = {}, set()

    def change(self, address: str, how: str) -> None:
        """Let somebody do something to a page that is as we wrote it."""
        path = self.path / address
        content, stat = path.read_bytes(), path.stat()
        aside = self.path.parent / f"{self.path.name} aside"
        aside.mkdir(exist_ok=True)
        other = aside / address.replace("/", "-")
        match how:
            case "touched":
                path.touch()
                return
            case "edited":
                path.write_bytes(content + b"by hand")
            case "edited unseen":
                path.write_bytes(bytes([content[0] ^ 1]) + content[1:] if content else b"")
                os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            case "emptied":
                path.write_bytes(b"")
            case _:
                path.unlink()
        match how:
            case "a folder" | "a full folder":
                path.mkdir()
                self.blocks.add(address)
                if how == "a full folder":
                    (path / "own.html").write_bytes(b"own")
                    self.foreign[f"{address}/own.html"] = b"own"
                return
            case "a link" | "a link to a copy":
                other.write_bytes(content + b"by hand" if how == "a link" else content)
                path.symlink_to(other)
            case "a dead link":
                path.symlink_to(aside / "nowhere")
                self.blocks.add(address)
                return
            case "removed":
                return
        if path.read_bytes() != content:
            self.foreign[address] = path.read_bytes()


def parents(address: str) -> set[str]:
    """The folders that an address is in."""
    return {str(one) for one in PurePosixPath(address).parents} - {"."}


class Run:
    """A script being run: the project, its sites, its preview, and what must be there."""

    def __init__(self, folder: Path, script: Script, world: World) -> None:
        self.world = world
        self.script = script
        self.root = folder / "project"
        self.outputs = (Output(folder / "project" / "site"), Output(folder / "project" / "site2"))
        self.clean = folder / "clean"
        self.shadow = folder / "shadow"
        self.memo = self.root / ".briefgen" / "memo.sqlite"
        write_files(self.root, {"briefgen.toml": "", **dict(list(BASE.items())[: script.base])})
        self.sound: dict[str, bytes] = {}
        """The project's files when it could be built last."""
        self.is_broken = False
        """Whether it cannot be built now."""
        self.good: dict[str, tuple[bytes, object]] = {}
        """Sources of articles when they had no errors, and how they were read, for the preview."""
        self.watching = random.Random(script.base)
        self.last: Said | None = None
        """The last clean build of the project, if it is as the preview should show it."""
        self.common: dict[str, bytes] = {}
        """The files that all pages depend on, when anything was built last."""
        self.seen: dict[str, bytes] = {}
        """The project's files as the preview has seen them last."""
        self.begin_preview()

    def begin_preview(self) -> None:
        """Start the preview anew."""
        memo = Memo(self.memo if self.script.shared else None)
        self.builder = Builder(self.root, memo, drafts=self.script.drafts, stale=self.stale)
        self.is_stale = False
        self.attempt = Attempt()
        self.is_unsure = False
        """Whether the preview may have lost what only it knew, by what has befallen the cache."""
        self.known: dict[str, bytes] = {}
        """What a browser shows, by address; the page asked for last at the end."""
        self.good = {}

    def stale(self) -> None:
        """Take note that the preview asks for a build."""
        self.is_stale = True

    def begin(self) -> None:
        """Build for the first time."""
        self.check(Step(()), self.script.drafts)

    def step(self, step: Step) -> None:
        """Edit, build, compare."""
        tick(self.root)
        drafts = self.script.drafts != step.drafts
        output = self.outputs[step.other]
        if step.mishap.startswith("manifest") and not self.is_broken and output.drafts is not None:
            # Who does not know what was ours cannot remove it: only what is still wanted is ours again.
            self.catch_up(output)
            self.befall(output, step.mishap)
            self.catch_up(output)
        for edit in step.edits:
            apply(self.root, edit)
        self.world.wait(tick(self.root), step.passes)
        self.turn(step.mishap)
        self.check(step, drafts)
        if self.is_broken and not step.stays:
            tick(self.root)
            replace_files(self.root, self.sound)
            self.check(msgspec.structs.replace(step, mishap="", hands=()), drafts)

    def catch_up(self, output: Output) -> None:
        """Bring a site up to date, as it was built last."""
        assert output.drafts is not None
        self.compare(output, self.cleanly(self.root, output.drafts), output.drafts)

    def turn(self, what: str) -> None:
        """Let the program change, or begin again."""
        if "other code" in what or what == "another model":
            self.world.annotating += what == "annotations by other code"
            self.world.pages += what == "pages by other code"
            self.world.model += what == "another model"
            self.forget_recipes()
        # Code changes in programs that are started, not in those that are running.
        if "other code" in what or what == "preview restarted":
            self.begin_preview()

    def check(self, step: Step, drafts: bool) -> None:
        """Build, and see that it is as it must be, and that what is shown is."""
        self.watching = random.Random(step.looks)
        clean = self.cleanly(self.root, drafts)
        self.last = clean if drafts == self.script.drafts else None
        if self.script.shared:
            # A preview notices within moments; what a build forgets meanwhile is lost to both.
            self.preview(step)
        output = self.outputs[step.other]
        self.befall(output, "" if step.mishap.startswith("manifest") else step.mishap)
        for how in step.hands:
            self.change(output, how)
        if step.mishap == "stopped":
            self.stop(output, clean, drafts)
        self.compare(output, clean, drafts, force=step.mishap == "forced")
        if not self.script.shared:
            self.preview(step)

    # ------------------------------------------------------------ the site

    def change(self, output: Output, how: str) -> None:
        """Let somebody do something to a page."""
        ours = sorted(
            address
            for address in output.files().keys() - output.foreign.keys()
            if not (output.path / address).is_symlink()
        )
        if ours:
            output.change(self.watching.choice(ours), how)

    def stop(self, output: Output, clean: Said, drafts: bool) -> None:
        """Begin a build that does not come to an end, if it has pages to render."""
        before = output.files()
        self.world.made, self.world.most = {}, self.watching.randrange(20)
        try:
            self.build(output.path, drafts=drafts)
        except Stopped:
            assert output.files() == before
        else:
            if not clean.failure:
                output.wanted(clean.site, force=False)
        finally:
            self.world.most = None
        self.forget_recipes()

    def befall(self, output: Output, what: str) -> None:
        """Let something go wrong outside of the project's sources."""
        match what:
            case "page of our own" if output.path.is_dir():
                output.foreign["own.txt"] = b"our own"
                (output.path / "own.txt").write_bytes(output.foreign["own.txt"])
            case "site removed":
                output.lose()
            case "manifest removed":
                (output.path / sites.MANIFEST).unlink(missing_ok=True)
            case "manifest damaged" if output.path.is_dir():
                (output.path / sites.MANIFEST).write_text('{"a": 3')
            case "cache removed":
                shutil.rmtree(self.memo.parent, ignore_errors=True)
            case "cache damaged" if self.memo.is_file():
                content = bytearray(self.memo.read_bytes())
                content[:100] = self.watching.randbytes(100)
                self.memo.write_bytes(content)
            case "cache scratched" if self.memo.is_file():
                content = bytearray(self.memo.read_bytes())
                at = self.watching.randrange(len(content))
                content[at : at + 100] = self.watching.randbytes(min(100, len(content) - at))
                self.memo.write_bytes(content)
            case "cache cut short" if self.memo.is_file():
                self.memo.write_bytes(self.memo.read_bytes()[: self.memo.stat().st_size // 2])
        if what.startswith("cache"):
            self.forget_recipes()
            self.is_unsure = self.script.shared

    def forget_recipes(self) -> None:
        """Take it that the cache may lack anything."""
        for output in self.outputs:
            output.recipes = {}

    def build(self, place: Path, *, drafts: bool, force: bool = False, looks: bool = True) -> Said:
        """Build as it would be built now, with what is known from earlier times."""
        return built(
            self.root,
            place,
            self.memo,
            drafts=drafts,
            now=self.world.time_ns(),
            force=force,
            looks=looks,
            jobs=self.script.jobs,
        )

    def cleanly(self, root: Path, drafts: bool) -> Said:
        """Build with nothing known into a new folder."""
        shutil.rmtree(self.clean, ignore_errors=True)
        self.world.made = {}
        said = built(root, self.clean, None, drafts=drafts, now=0, jobs=1)
        return (
            said
            if said.failure
            else msgspec.structs.replace(said, site=files_of(self.clean), recipes=dict(self.world.made))
        )

    def compare(self, output: Output, clean: Said, drafts: bool, *, force: bool = False) -> None:
        """Build, and see that it is what a clean build has made."""
        before = output.files()
        if force:
            self.forget_recipes()
        self.world.made = {}
        said = self.build(output.path, drafts=drafts, force=force)
        made = dict(self.world.made)
        after = output.files()
        assert said.failure == clean.failure
        self.is_broken = bool(clean.failure)
        if clean.failure:
            assert after == before
            assert not (output.path / sites.STAGING).exists()
            return
        self.sound = self.sources()
        output.drafts = drafts
        assert_equal(output.wanted(clean.site, force=force), after)
        assert said.counts == clean.counts
        assert said.diagnostics == clean.diagnostics
        alone = output.foreign.keys() & clean.site.keys() | output.blocked(clean.site)
        assert {one.path for one in said.left} >= alone
        assert tuple(one for one in said.left if one.path not in alone | output.foreign.keys()) == clean.left
        common = files_of(self.root, *BESIDE, "content")
        # A link that leads out of its folder counts for nothing.
        common |= {f"{path} leads": os.fsencode(path.readlink()) for path in self.root.rglob("*") if path.is_symlink()}
        if common != self.common:
            self.forget_recipes()
        if not self.script.shared:
            known = [recipes for one in self.outputs for recipes in one.recipes.values()]
            again = {address for address in made if clean.recipes[address] in [one.get(address) for one in known]}
            assert not again, f"rendered again: {again}"
        output.recipes[drafts], self.common = clean.recipes, common
        if self.watching.random() < 0.3:
            self.idle(output, drafts)

    def sources(self) -> dict[str, bytes]:
        """The project's files."""
        return files_of(self.root, *BESIDE)

    def idle(self, output: Output, drafts: bool) -> None:
        """See that there is nothing to do now."""
        footprints = sites.footprint(output.path, [*output.files(), sites.MANIFEST])
        self.world.made = {}
        again = self.build(output.path, drafts=drafts)
        anew = self.build(output.path, drafts=drafts, looks=False)
        # Where times are coarse, what was written just now is looked at again.
        assert again.nothing or again.left or self.script.grain
        assert (again.written, again.removed, self.world.made) == ((), (), {})
        assert (anew.rendered, anew.written, anew.removed) == (0, (), ())
        assert (again.counts, again.diagnostics) == (anew.counts, anew.diagnostics)
        assert {one.path for one in anew.left} == {one.path for one in again.left}
        assert sites.footprint(output.path, [*output.files(), sites.MANIFEST]) == footprints

    # ------------------------------------------------------------ the preview

    def preview(self, step: Step) -> None:
        """Have the preview take in what has changed, and look at some of its pages."""
        if step.hasty:
            self.hurry()
        told, failures = self.refresh()
        if not self.attempt.is_shown:
            assert self.attempt.failure
            return
        clean = self.as_previewed() if not self.attempt.failure else None
        if clean is None or clean.failure:
            self.look_at_what_there_was(told)
            return
        self.see_what_was_told(told, clean.site)
        self.look(clean.site)
        if step.sweeps or failures:
            # That a page can be rendered again is known as soon as it is.
            assert self.builder.showing.sweep(lambda: True) == ()
            self.refresh_if_stale()
        assert self.builder.build(self.attempt, lambda *_: None) is self.attempt

    def hurry(self) -> None:
        """Have it look at some of the files that have changed only."""
        now = self.sources()
        changed = sorted(place for place, content in self.seen.items() if now.get(place, content) != content)
        self.seen = now
        some = frozenset(self.root / place for place in changed if self.watching.random() < 0.7)
        told, _ = self.refresh(some or None)
        for address in told:
            self.known.pop(address, None)

    def refresh(self, changed: frozenset[Path] | None = None) -> tuple[Counter[str], tuple[Diagnostic, ...]]:
        """Build as the preview server does. Gives how often it was said of addresses that they have changed, and what is wrong."""
        self.is_stale = False
        attempt = self.builder.build(self.attempt, lambda *_: None, changed)
        told: Counter[str] = Counter()
        failures: tuple[Diagnostic, ...] = ()
        if attempt.counts is not self.attempt.counts and attempt.is_shown:
            for addresses, wrong in self.builder.showing.differences():
                told.update(addresses)
                failures = failures or wrong
        self.attempt = attempt
        return told, failures

    def refresh_if_stale(self) -> bool:
        """The same when the preview has noticed that it must. Whether it has."""
        was = self.is_stale
        if was:
            told, _ = self.refresh()
            assert not self.attempt.failure
            for address in told:
                self.known.pop(address, None)
        return was

    def as_previewed(self) -> Said | None:
        """What a clean build makes of the sources as the preview should show them."""
        found = source.scan(self.root)
        language = projects.load(self.root).settings.language
        broken = {
            one.path
            for one in found.articles
            if any(wrong.severity == "error" for wrong in parse(source.read(one), language).diagnostics)
        }
        ground = (language, self.world.model, self.world.annotating)
        kept = {path: good for path, good in self.good.items() if path in broken}
        fine = {one.path: Path(one.file).read_bytes() for one in found.articles if one.path not in broken}
        self.good = kept | {path: (text, ground) for path, text in fine.items()}
        if broken and (self.is_unsure or any(then != ground for _, then in kept.values())):
            # What is shown was read in another way than anything is read now, or is lost.
            return None
        instead = {path: text for path, (text, _) in kept.items()}
        if instead:
            shutil.rmtree(self.shadow, ignore_errors=True)
            shutil.copytree(self.root, self.shadow, symlinks=True, ignore=shutil.ignore_patterns(*BESIDE))
            for path, text in instead.items():
                (self.shadow / path).unlink()
                (self.shadow / path).write_bytes(text)
            said = self.cleanly(self.shadow, self.script.drafts)
        else:
            said = self.last or self.cleanly(self.root, self.script.drafts)
        if not said.failure and not instead:
            assert self.attempt.diagnostics == said.diagnostics
            assert self.attempt.counts
            assert _of_site(self.attempt.counts) == said.counts
        return said

    def see_what_was_told(self, told: Counter[str], wanted: Mapping[str, bytes]) -> None:
        """Word must have come of each page that has changed under those who look at it."""
        changed = {address for address, content in self.known.items() if wanted.get(address) != content}
        assert not changed - told.keys(), f"not told: {changed - told.keys()}"
        assert not told or max(told.values()) == 1
        kept = {address for address in list(self.known)[-self.script.held :] if len(self.known) <= self.script.held}
        assert not (told.keys() & kept) - changed, f"told for nothing: {(told.keys() & kept) - changed}"
        # Who is told looks again.
        for address in told.keys() & self.known.keys():
            del self.known[address]
            self.see(address, wanted)

    def look(self, wanted: Mapping[str, bytes]) -> None:
        """Look at some pages; at all of them, now and then."""
        everything = sorted(wanted)
        count = self.watching.choice((1, 3, 10, len(everything)))
        for address in self.watching.sample(everything, min(count, len(everything))):
            self.see(address, wanted)
        showing = self.builder.showing
        assert all(address in showing for address in wanted)
        assert "nowhere.html" not in showing
        assert showing.get("nowhere.html") is None

    def see(self, address: str, wanted: Mapping[str, bytes]) -> None:
        """Look at a page."""
        shown = self.shown(address)
        if self.refresh_if_stale():
            shown = self.shown(address)
        assert shown == wanted.get(address), f"{address} is shown as it is not"
        self.known.pop(address, None)
        if shown is not None:
            self.known[address] = shown

    def shown(self, address: str) -> bytes | None:
        """What the preview shows at an address."""
        with contextlib.suppress(BriefgenError, FileNotFoundError):
            content = self.builder.showing.get(address)
            return Path(content.file).read_bytes() if isinstance(content, Static) else content
        return None

    def look_at_what_there_was(self, told: Counter[str]) -> None:
        """While a build fails, what can be shown of the last pages is."""
        for address in (*list(self.known)[-self.script.held :], *(told.keys() & self.known.keys())):
            shown = self.shown(address)
            self.known.pop(address, None)
            if shown is not None:
                self.known[address] = shown


def assert_equal(wanted: Mapping[str, bytes], found: Mapping[str, bytes]) -> None:
    """See that two sites are equal; the error names the first file that differs."""
    assert sorted(found) == sorted(wanted)
    for address, content in wanted.items():
        assert (address, found[address].decode(errors="replace")) == (address, content.decode(errors="replace"))


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a project consist of these files."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and path.relative_to(folder).parts[0] not in BESIDE:
            path.unlink()
    for place in files_of(folder, *BESIDE).keys() - files.keys():
        (folder / place).unlink()
    for place, content in files.items():
        apply(folder, Edit("write", place))
        (folder / place).write_bytes(content)


def tick(folder: Path) -> int:
    """Wait until files that are changed now bear another time than those that were changed before; gives that time."""
    probe = folder.parent / "clock"
    probe.write_bytes(b"")
    begin = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns == begin:
        time.sleep(0.001)
        probe.write_bytes(b"")
    return probe.stat().st_ctime_ns


def run(script: Script) -> None:
    """Run a script from beginning to end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder / "theme", PLAIN_THEME)
        theme = folder / "theme" if script.plain else None
        with world(script.held, theme, short=True, grain=script.grain) as one:
            running = Run(folder, script, one)
            running.begin()
            for step in script.steps:
                running.step(step)


@pytest.mark.timeout(600)
@settings(max_examples=SCRIPTS, suppress_health_check=list(HealthCheck))
@given(scripts())
def test_after_every_step_of_any_script_a_build_and_a_preview_are_those_of_a_clean_build(script: Script) -> None:
    run(script)


# ---------------------------------------------------------------- how much is done

MANY = {
    "briefgen.toml": 'title = "Levees"\n',
    "content/dams/index.md": "# Dams\n",
    **{
        f"content/{folder}/{number:02}.md": article(
            [f"date: 2025-01-{number:02}"],
            [
                f"Ina {folder.capitalize()}{'abcdefghij'[number - 1]} met Ana Brel.",
                f"{number} houses were flooded on 2025-02-{number:02}.",
                f"“There will be {number} more winters like this one,” said Ovid Marn.",
            ],
        )
        for folder in ("dams", "mills", "locks")
        for number in range(1, 11)
    },
}
"""Thirty articles in three stories; each has somebody of its own, and all have two."""

EDITED = "content/mills/04.md"


@pytest.mark.parametrize(
    ("edit", "most"),
    [
        # The article, its record, the story's overview, booklet and first facts, lists that it has a row in, its actors' pages,
        # and its part of the index to search.
        (Edit("append", EDITED, "Nothing of note happened."), 12),
        (Edit("meta", EDITED, "author: Somebody"), 12),
        # And its neighbours.
        (Edit("meta", EDITED, "title: The mill"), 14),
        # And the page at its former address.
        (Edit("meta", EDITED, "aliases: [old/mill.html]"), 13),
        # And what it moves on, or past.
        (Edit("meta", EDITED, "date: 2025-01-05"), 31),
        # And all pages that count figures.
        (Edit("append", EDITED, "5 sluices were closed."), 22),
        # And all pages that count the mentions of somebody who has thirty.
        (Edit("append", EDITED, "Nobody saw Ana Brel."), 44),
        (Edit("write", "content/mills/map.svg", "<svg/>"), 0),
        (Edit("write", "content/mills/map.md", "A map.\n"), 8),
    ],
)
def test_an_edit_renders_only_pages_that_its_article_has_a_part_in(tmp_path: Path, edit: Edit, most: int) -> None:
    root, memo = tmp_path / "project", tmp_path / "project/.briefgen/memo.sqlite"
    write_files(root, MANY)
    with world(64, None) as one:
        assert not built(root, root / "site", memo, drafts=False, now=0).failure
        before = files_of(root / "site")
        assert len(one.made) > 200
        one.made = {}
        apply(root, edit)
        said = built(root, root / "site", memo, drafts=False, now=0)
    after = files_of(root / "site")
    differing = {address for address in after if after[address] != before.get(address)}
    assert set(said.written) == differing
    assert one.made.keys() >= {address for address in differing if not address.endswith(".svg")}
    # Whether a page of the article differs cannot be known before it is rendered.
    strange = {address for address in one.made.keys() - differing if edit.place not in repr(one.made[address])}
    # A shard of the actors to search is made from all their counts, and shows some.
    assert {address for address in strange if not address.startswith("search/actors/")} == set()
    assert said.rendered == len(one.made) <= most, sorted(one.made)


def test_what_processes_render_is_what_one_renders(tmp_path: Path) -> None:
    root, memo = tmp_path / "project", tmp_path / "project/.briefgen/memo.sqlite"
    write_files(root, MANY)
    with world(64, None, short=True):
        for edit in (
            Edit("append", EDITED, "Nothing of note happened."),
            Edit("write", "briefgen.toml", 'title = "Dykes"\nbase_url = "https://example.org"\n'),
            Edit("append", EDITED, "Nobody saw Marn."),
            Edit("write", "templates/base.html", "{% block main %}{% endblock %}"),
        ):
            apply(root, edit)
            shutil.rmtree(tmp_path / "clean", ignore_errors=True)
            said = built(root, root / "site", memo, drafts=False, now=0, jobs=2)
            clean = built(root, tmp_path / "clean", None, drafts=False, now=0, jobs=1)
            assert (said.failure, said.counts, said.diagnostics) == ((), clean.counts, clean.diagnostics)
            assert_equal(files_of(tmp_path / "clean"), files_of(root / "site"))


# ---------------------------------------------------------------- many scripts


def main() -> None:
    """Run many scripts, and say how many."""
    options = argparse.ArgumentParser(description="Run random edit scripts.")
    options.add_argument("--scripts", type=int, default=2000)
    options.add_argument("--steps", type=int, default=STEPS, help="of a script, at most")
    options.add_argument("--jobs", type=int, default=1, help="processes that render")
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    given_options = options.parse_args()
    ran: Counter[str] = Counter()
    begin = time.perf_counter()

    @seed(given_options.seed)
    @settings(
        max_examples=given_options.scripts,
        phases=[Phase.generate, Phase.shrink],
        deadline=None,
        derandomize=False,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(scripts(given_options.steps, given_options.jobs))
    def each(script: Script) -> None:
        ran["scripts"] += 1
        ran["steps"] += len(script.steps)
        ran["edits"] += sum(len(step.edits) for step in script.steps)
        if ran["scripts"] % 100 == 0:
            sys.stdout.write(f"{ran['scripts']} scripts, {ran['steps']} steps, {time.perf_counter() - begin:.0f} s\n")
            sys.stdout.flush()
        try:
            run(script)
        except Exception as error:
            if not ran["failures"]:
                sys.stdout.write(f"after {ran['scripts']} scripts, to be shortened: {script}\n{error!r:.2000}\n")
                sys.stdout.flush()
            ran["failures"] += 1
            raise

    each()
    counted = ", ".join(f"{count} {what}" for what, count in ran.items())
    sys.stdout.write(f"{counted}, {time.perf_counter() - begin:.0f} s, seed {given_options.seed}: all equal\n")


if __name__ == "__main__":
    main()
