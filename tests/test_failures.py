"""Builds that cannot go on, or are stopped: a clear message, the old site whole, and the next build puts all right."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

import pytest

from tests.files import write_files
from tests.obstacles import resize, small_disk, unwritable

if sys.platform == "win32":
    pytest.skip("signals, limits and sessions of processes are others there", allow_module_level=True)

PATTERNED = Path(__file__).parent / "patterned.py"

OLD = {
    "briefgen.toml": 'title = "Dams"\n',
    "content/s/a.md": "---\ntitle: Dam\n---\n\nAna Brel fled. “The gate stayed shut,” said Ana Brel. 12 houses fell.\n",
    "content/s/b.md": "---\ntitle: Mill\n---\n\nOvid Marn stayed on 2025-03-05. See [the dam](a.md).\n",
    "content/s/map.svg": "<svg/>",
    "content/other/c.md": "Nothing more was heard of Ovid Marn.\n",
}
NEW = {
    "content/s/a.md": OLD["content/s/a.md"].replace("12 houses", "13 houses"),
    "content/s/deep/plan.svg": "<svg>" + "plan" * 10_000 + "</svg>",
    "content/new/d.md": "---\ntitle: Bridge\n---\n\nIlse Dorn said nothing of 300 bridges.\n",
}
GONE = ("content/other/c.md",)


class Said(NamedTuple):
    """What a call of the command line gave; a call that a signal ended has a negative code."""

    code: int
    out: str
    err: str


def command(*arguments: str, mishap: str = "pass") -> list[str]:
    return [sys.executable, str(PATTERNED), mishap, *arguments]


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": "/", "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "300", **more}


def briefgen(root: Path, *arguments: str, mishap: str = "pass") -> Said:
    """Call the command line in a project, in a process of its own."""
    run = subprocess.run(
        command(*arguments, mishap=mishap), cwd=root, env=environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in run.stderr, run.stderr
    return Said(run.returncode, run.stdout, run.stderr)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder, and None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def is_ours(place: str) -> bool:
    """Whether a place in a site is for us alone, not for its readers."""
    return place.startswith(".briefgen")


def pages(folder: Path) -> dict[str, bytes]:
    """The files of a site for its readers."""
    return {place: content for place, content in tree(folder).items() if content is not None and not is_ours(place)}


def edit(root: Path) -> None:
    """Change an article, add some in new folders, delete one with its folder."""
    write_files(root, NEW)
    for place in GONE:
        (root / place).unlink()
        (root / place).parent.rmdir()


def articles(count: int) -> dict[str, str]:
    """So many articles more."""
    return {f"content/s/more{number}.md": f"Ana Brel counted {number} gates.\n" for number in range(count)}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its site, and a file of the author's in it."""
    root = tmp_path_factory.mktemp("before") / "project"
    write_files(root, {**OLD, "site/CNAME": "mine"})
    assert briefgen(root, "build").code == 0
    return root


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it should be after the edit, from a clean build."""
    root = tmp_path_factory.mktemp("after") / "project"
    write_files(root, {**OLD, "site/CNAME": "mine"})
    edit(root)
    assert briefgen(root, "build").code == 0
    return root / "site"


@pytest.fixture
def project(before: Path, tmp_path: Path) -> Path:
    """A project that was built and then edited."""
    root = tmp_path / "project"
    shutil.copytree(before, root)
    edit(root)
    return root


@pytest.fixture
def old(before: Path) -> dict[str, bytes | None]:
    """The site before the edit."""
    return tree(before / "site")


def fails(said: Said, *words: str) -> None:
    """The build was refused, in these words, and nobody has anything to guess."""
    assert said.code == 1, said
    assert said.err.startswith("error: ")
    for word in words:
        assert word in said.err, said.err


def comes_right(root: Path, site: Path) -> None:
    """The next build succeeds, and gives what a clean build gives, with nothing else left."""
    said = briefgen(root, "build")
    assert said.code == 0, said
    assert pages(root / "site") == pages(site)
    assert set(tree(root / "site")) == set(tree(site))
    assert not (root / ".briefgen" / "build.lock").exists()


# ---------------------------------------------------------------- a full disk


def test_a_full_disk_leaves_the_old_site(tmp_path: Path, project: Path, after: Path) -> None:
    shutil.rmtree(project / "site")
    with small_disk(project / "site", "size=8m"):
        for place in NEW:
            (project / place).unlink()
        write_files(project, {**OLD, "site/CNAME": "mine"})
        assert briefgen(project, "build").code == 0
        full = tree(project / "site")
        edit(project)
        used = sum(path.stat().st_blocks * 512 for path in (project / "site").rglob("*"))
        refused = 0
        # Room for nothing, for some of it, and at last for all.
        for more in range(0, 400_000, 24_000):
            resize(project / "site", f"size={used + more}")
            said = briefgen(project, "build")
            if said.code == 0:
                break
            refused += 1
            fails(said, "site", "No space left on device", "the site is as it was", "make room")
            assert tree(project / "site") == full
        assert refused > 2
        assert pages(project / "site") == pages(after)
        comes_right(project, after)


def test_a_disk_without_room_for_more_files_leaves_the_old_site(project: Path, after: Path) -> None:
    new = {place for place, content in pages(after).items() if pages(project / "site").get(place) != content}
    shutil.rmtree(project / "site")
    with small_disk(project / "site", "size=8m,nr_inodes=500"):
        for place in NEW:
            (project / place).unlink()
        write_files(project, {**OLD, "site/CNAME": "mine"})
        assert briefgen(project, "build").code == 0
        full = tree(project / "site")
        edit(project)
        refused = 0
        # From where the new files have room, and their folders not.
        for more in range(len(new), len(new) + 16):
            resize(project / "site", f"size=8m,nr_inodes={len(full) + 1 + more}")
            said = briefgen(project, "build")
            if said.code == 0:
                break
            refused += 1
            fails(said, "No space left on device", "the site is as it was")
            assert tree(project / "site") == full
        assert refused > 0
        comes_right(project, after)


def limited(size: int) -> str:
    """No file may grow beyond a size: what a full disk is to those who cannot mount one."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


def test_a_file_that_cannot_be_written_whole_leaves_the_old_site(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    fails(briefgen(project, "build", mishap=limited(30_000)), "site", "File too large", "the site is as it was")
    assert tree(project / "site") == old
    comes_right(project, after)


def test_a_cache_that_cannot_grow_costs_nothing_but_time(project: Path, after: Path) -> None:
    (project / "content/s/deep/plan.svg").write_text("<svg/>")
    shutil.rmtree(project / ".briefgen")
    assert briefgen(project, "build", mishap=limited(16_000)).code == 0
    edited = pages(project / "site")
    shutil.rmtree(project / ".briefgen")
    assert briefgen(project, "build", "--force").code == 0
    assert pages(project / "site") == edited
    write_files(project, NEW)
    comes_right(project, after)


@pytest.mark.parametrize("kept", [True, False])
def test_a_full_disk_under_the_cache_costs_nothing_but_time(project: Path, after: Path, kept: bool) -> None:
    cache = {place: content for place, content in tree(project / ".briefgen").items() if content}
    shutil.rmtree(project / ".briefgen")
    with small_disk(project / ".briefgen", "size=4m"):
        if kept:
            write_files(project / ".briefgen", cache)
        used = sum(path.stat().st_blocks * 512 for path in (project / ".briefgen").rglob("*"))
        resize(project / ".briefgen", f"size={used + 4096}")
        assert briefgen(project, "build").code == 0
        assert pages(project / "site") == pages(after)
        comes_right(project, after)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_cache_without_room_for_any_page_costs_nothing_but_time(tmp_path: Path, jobs: str) -> None:
    root = tmp_path / "project"
    write_files(root, {**OLD, **articles(60)})
    with small_disk(root / ".briefgen", "size=16k"):
        assert briefgen(root, "build", "--jobs", jobs).code == 0
    assert briefgen(root, "build", "--force", "--output", "../clean").code == 0
    assert pages(root / "site") == pages(tmp_path / "clean")


def test_a_project_on_a_full_disk_keeps_its_site(tmp_path: Path, before: Path, after: Path) -> None:
    root = tmp_path / "disk"
    with small_disk(root, "size=8m"):
        shutil.copytree(before, root / "project")
        edit(root / "project")
        was = tree(root / "project/site")
        with (root / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(b"x" * 4096):
                pass
        fails(briefgen(root / "project", "build"), "No space left on device", "the site is as it was", "make room")
        assert tree(root / "project/site") == was
        (root / "filler").unlink()
        comes_right(root / "project", after)


# ---------------------------------------------------------------- places that cannot be written


def test_a_read_only_site_stays_as_it_was(project: Path, old: Mapping[str, bytes], after: Path) -> None:
    with unwritable(project / "site"):
        fails(briefgen(project, "build"), "site: ", "the site is as it was", "--output")
        assert tree(project / "site") == old
        assert briefgen(project, "build", "-o", "../elsewhere").code == 0
    assert set(pages(project.parent / "elsewhere")) == set(pages(after)) - {"CNAME"}
    comes_right(project, after)


@pytest.mark.parametrize("folder", ["s", "actors", "other"])
def test_a_read_only_folder_of_the_site_leaves_all_of_it_as_it_was(
    project: Path, old: Mapping[str, bytes], after: Path, folder: str
) -> None:
    with unwritable(project / "site" / folder):
        fails(briefgen(project, "build"), f"site/{folder}", "the site is as it was")
        assert tree(project / "site") == old
    comes_right(project, after)


def test_a_site_that_cannot_be_made_is_said(project: Path, after: Path) -> None:
    shutil.rmtree(project / "site")
    with unwritable(project):
        fails(briefgen(project, "build"), "site: cannot be written", "--output")
    assert not (project / "site").exists()
    write_files(project, {"site/CNAME": "mine"})
    comes_right(project, after)


def test_a_project_that_is_read_only_is_built_elsewhere(project: Path, after: Path) -> None:
    shutil.rmtree(project / ".briefgen")
    with unwritable(project):
        assert briefgen(project, "build", "-o", "../elsewhere").code == 0
        assert not (project / ".briefgen").exists()
    assert pages(project.parent / "elsewhere") == {k: v for k, v in pages(after).items() if k != "CNAME"}


def test_an_output_that_is_a_file_stays(project: Path) -> None:
    (project / "precious").write_bytes(b"mine")
    said = briefgen(project, "build", "-o", "precious")
    assert said.code == 2
    assert re.search(r"precious: will not be written to: it is a file; .*site", said.err)
    fails(briefgen(project, "build", "-o", "precious/site"), "precious", "cannot be written", "Not a directory")
    assert (project / "precious").read_bytes() == b"mine"


# ---------------------------------------------------------------- sources that vanish


def is_all_or_nothing(said: Said, root: Path, old: Mapping[str, bytes | None], path: str) -> None:
    """Either what vanished is named and the site is as it was, or the site is that of what is there now."""
    if said.code:
        fails(said, path, "No such file or directory")
        assert tree(root / "site") == old
    else:
        shutil.copytree(root, root.parent / "now" / "project", ignore=shutil.ignore_patterns(".briefgen", "site"))
        assert briefgen(root.parent / "now/project", "build").code == 0
        assert pages(root / "site") == {"CNAME": b"mine", **pages(root.parent / "now/project/site")}


def test_an_article_that_vanishes_before_it_is_read_takes_no_other_page_with_it(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    article = project / "content/s/b.md"
    kept = article.read_bytes()
    shutil.rmtree(project / ".briefgen")
    said = briefgen(project, "build", mishap=f"before('open', 'content/s/b.md', lambda: os.unlink({str(article)!r}))")
    assert not article.exists()
    is_all_or_nothing(said, project, old, "content/s/b.md")
    article.write_bytes(kept)
    comes_right(project, after)


def test_a_deleted_article_is_no_mishap(project: Path) -> None:
    (project / "content/s/b.md").unlink()
    assert "s/b.html" in pages(project / "site")
    assert briefgen(project, "build").code == 0
    assert "s/b.html" not in pages(project / "site")


@pytest.mark.parametrize("nth", [1, 2])
def test_a_file_that_vanishes_before_it_is_copied_takes_no_page_with_it(
    project: Path, old: Mapping[str, bytes], after: Path, nth: int
) -> None:
    plan = project / "content/s/deep/plan.svg"
    mishap = f"before('open', 'deep/plan.svg', lambda: os.unlink({str(plan)!r}), nth={nth})"
    said = briefgen(project, "build", mishap=mishap)
    assert nth == 2 or not plan.exists()
    is_all_or_nothing(said, project, old, "content/s/deep/plan.svg: cannot be read")
    write_files(project, NEW)
    comes_right(project, after)


def test_a_file_that_changes_while_it_is_copied_is_not_taken_for_one_that_somebody_changed(project: Path) -> None:
    plan = project / "content/s/deep/plan.svg"
    mishap = f"before('open', 'deep/plan.svg', lambda: Path({str(plan)!r}).write_text('<svg>half'), nth=2)"
    briefgen(project, "build", mishap=mishap)
    plan.write_text("<svg>whole</svg>")
    said = briefgen(project, "build")
    assert said.code == 0
    assert "was changed since it was built" not in said.err
    assert (project / "site/s/deep/plan.svg").read_text() == "<svg>whole</svg>"


def test_a_content_folder_that_is_not_there_leaves_the_old_site(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    (project / "content").rename(project / "moved")
    fails(briefgen(project, "build"), "content: there is no content folder", "make one")
    assert tree(project / "site") == old
    (project / "moved").rename(project / "content")
    comes_right(project, after)


@pytest.mark.parametrize("event", ["os.scandir", "open"])
def test_a_content_folder_that_vanishes_while_it_is_read_leaves_the_old_site(
    project: Path, old: Mapping[str, bytes], after: Path, event: str
) -> None:
    shutil.rmtree(project / ".briefgen")
    place = "content" if event == "os.scandir" else "content/s/b.md"
    fails(briefgen(project, "build", mishap=f"before({event!r}, {place!r}, lambda: os.rename('content', 'moved'))"))
    assert not (project / "content").exists()
    assert tree(project / "site") == old
    (project / "moved").rename(project / "content")
    comes_right(project, after)


def test_a_folder_that_vanishes_while_it_is_read_takes_no_other_page_with_it(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    shutil.rmtree(project / ".briefgen")
    mishap = "before('os.scandir', 'content/s', lambda: os.rename('content/s', 'moved'))"
    said = briefgen(project, "build", mishap=mishap)
    assert not (project / "content/s").exists()
    is_all_or_nothing(said, project, old, "content/s")
    (project / "moved").rename(project / "content/s")
    comes_right(project, after)


# ---------------------------------------------------------------- killed while writing


@pytest.fixture(scope="module")
def changes(before: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many changes the build after the edit makes in its site."""
    root = tmp_path_factory.mktemp("changes") / "project"
    shutil.copytree(before, root)
    edit(root)
    found = re.fullmatch(
        r"changes (\d+)\n", briefgen(root, "build", mishap="before_change('project/site', 0, None)").out
    )
    assert found
    assert int(found[1]) > 20
    return int(found[1])


def sent(number: signal.Signals, moment: float, changes: int) -> str:
    """What sends the build a signal between its first change in the site (0) and its last (1)."""
    return f"before_change('project/site', {1 + round(moment * (changes - 1))}, send(signal.{number.name}))"


def is_of_one_site_or_the_other(project: Path, *sites: Mapping[str, bytes | None]) -> None:
    """No file of a site is half written, whatever happened."""
    for place, content in pages(project / "site").items():
        assert content in [site.get(place) for site in sites], place


@pytest.mark.parametrize("moment", [0, 0.13, 0.29, 0.41, 0.53, 0.67, 0.86, 0.97, 1])
def test_a_build_killed_at_any_moment_of_writing_is_put_right_by_the_next(
    project: Path, old: Mapping[str, bytes], after: Path, changes: int, moment: float
) -> None:
    said = briefgen(project, "build", mishap=sent(signal.SIGKILL, moment, changes))
    assert said.code == -signal.SIGKILL
    is_of_one_site_or_the_other(project, old, tree(after))
    comes_right(project, after)


@pytest.mark.parametrize("moment", [0.1, 0.5, 0.7, 0.95])
def test_a_killed_build_whose_edit_is_undone_leaves_nothing_of_it(
    project: Path, before: Path, changes: int, moment: float
) -> None:
    assert briefgen(project, "build", mishap=sent(signal.SIGKILL, moment, changes)).code == -signal.SIGKILL
    shutil.rmtree(project / "content")
    shutil.copytree(before / "content", project / "content")
    comes_right(project, before / "site")


@pytest.mark.parametrize("moment", [0.1, 0.5, 0.95])
@pytest.mark.parametrize(("number", "codes"), [(signal.SIGINT, (130,)), (signal.SIGTERM, (143, -signal.SIGTERM))])
def test_a_build_stopped_while_writing_is_put_right_by_the_next(
    project: Path,
    old: Mapping[str, bytes],
    after: Path,
    changes: int,
    number: signal.Signals,
    codes: tuple[int, ...],
    moment: float,
) -> None:
    assert briefgen(project, "build", mishap=sent(number, moment, changes)).code in codes
    is_of_one_site_or_the_other(project, old, tree(after))
    comes_right(project, after)


def test_a_build_killed_in_the_middle_of_a_file_is_put_right_by_the_next(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    mishap = f"{limited(30_000)}; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)"
    assert briefgen(project, "build", mishap=mishap).code == -signal.SIGXFSZ
    is_of_one_site_or_the_other(project, old, tree(after))
    comes_right(project, after)


# ---------------------------------------------------------------- stopped while annotating


def until(is_so: Callable[[], object], seconds: float = 30) -> bool:
    """Wait until something is so; whether it became so."""
    end = monotonic() + seconds
    while not is_so():
        if monotonic() > end:
            return False
        sleep(0.01)
    return True


class Waiting(NamedTuple):
    """A build that waits while it annotates."""

    process: subprocess.Popen[str]
    place: Path
    """Where each process that annotates has left its number; they go on when a file named go is there."""

    def workers(self) -> list[int]:
        """The processes that annotate."""
        return [int(path.name) for path in self.place.iterdir() if path.name.isdigit()]

    def left(self) -> list[int]:
        """Processes of this build that have not ended."""
        if not Path("/proc/self/stat").exists():
            return [one for one in self.workers() if is_alive(one)]
        return [one for one in map(int, filter(str.isdigit, os.listdir("/proc"))) if session(one) == self.process.pid]  # noqa: PTH208


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def session(process: int) -> int | None:
    """The session of a running process."""
    try:
        state, *numbers = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else int(numbers[2])


@contextmanager
def waiting(root: Path, *arguments: str, workers: int, stop: str = "annotating") -> Iterator[Waiting]:
    """A build in a session of its own, which waits somewhere."""
    place = root.parent / "place"
    place.mkdir()
    # Enough of them that each process has something to read.
    long = [root / "content" / "s" / f"long{number}.md" for number in range(4 if workers > 1 else 0)]
    for article in long:
        article.write_text("Nothing at all is said here. " * 1500)
    process = subprocess.Popen(
        command("build", *arguments), cwd=root, text=True,
        env=environment(BRIEFGEN_TEST_PLACE=str(place), BRIEFGEN_TEST_STOP=stop),
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    build = Waiting(process, place)
    try:
        assert until(lambda: len(build.workers()) == workers)
        yield build
    finally:
        for one in build.left():
            os.kill(one, signal.SIGKILL)
        process.communicate()
        for article in long:
            article.unlink()


def ended(build: Waiting) -> Said:
    """How a build ended that must end soon, and leave no process."""
    build.process.wait(40)
    assert until(lambda: not build.left()), "processes are left"
    assert build.process.stderr
    return Said(build.process.returncode, "", build.process.stderr.read())


def is_quiet(said: Said, number: signal.Signals) -> None:
    """Nothing is said in Python's words; of what a killed process leaves its children may speak."""
    assert "Traceback" not in said.err
    assert number == signal.SIGKILL or "Warning" not in said.err


ENDLESS = "{% for a in 'x' * 10 ** 6 %}{% for b in 'x' * 10 ** 6 %}{% endfor %}{% endfor %}"

ENDS = [(signal.SIGINT, (130,)), (signal.SIGTERM, (143, -signal.SIGTERM)), (signal.SIGKILL, (-signal.SIGKILL,))]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("number", "codes"), ENDS)
def test_a_build_stopped_while_annotating_leaves_the_old_site_and_no_process(
    project: Path, old: Mapping[str, bytes], after: Path, number: signal.Signals, codes: tuple[int, ...], jobs: int
) -> None:
    with waiting(project, "--force", "--jobs", str(jobs), workers=jobs) as build:
        build.process.send_signal(number)
        said = ended(build)
    assert said.code in codes
    is_quiet(said, number)
    assert tree(project / "site") == old
    comes_right(project, after)


@pytest.mark.parametrize("stop", ["starting", "annotating"])
def test_an_interrupt_from_the_keyboard_reaches_all_processes_and_ends_them_in_silence(
    project: Path, old: Mapping[str, bytes], after: Path, stop: str
) -> None:
    with waiting(project, "--force", "--jobs", "2", workers=2, stop=stop) as build:
        os.killpg(build.process.pid, signal.SIGINT)
        if stop == "starting":
            (build.place / "go").touch()
        said = ended(build)
    assert said.code == 130
    assert "Traceback" not in said.err
    assert "KeyboardInterrupt" not in said.err
    assert tree(project / "site") == old
    comes_right(project, after)


@pytest.mark.parametrize(("number", "codes"), ENDS)
def test_a_build_stopped_while_rendering_leaves_the_old_site_and_no_process(
    project: Path, old: Mapping[str, bytes], after: Path, number: signal.Signals, codes: tuple[int, ...]
) -> None:
    many = articles(60)
    write_files(project, {**many, "templates/article.html": ENDLESS})
    with waiting(project, "--force", "--jobs", "2", workers=2, stop="rendering") as build:
        build.process.send_signal(number)
        said = ended(build)
    assert said.code in codes
    is_quiet(said, number)
    assert tree(project / "site") == old
    shutil.rmtree(project / "templates")
    for article in many:
        (project / article).unlink()
    comes_right(project, after)


def test_a_process_that_the_system_stops_ends_the_build_with_advice(
    project: Path, old: Mapping[str, bytes], after: Path
) -> None:
    with waiting(project, "--force", "--jobs", "2", workers=2) as build:
        os.kill(build.workers()[0], signal.SIGKILL)
        fails(ended(build), "was stopped by the system", "--jobs 1")
    assert tree(project / "site") == old
    comes_right(project, after)


# ---------------------------------------------------------------- two at once


@pytest.mark.parametrize("second", ["build", "clean"])
def test_two_at_once_are_kept_apart(project: Path, old: Mapping[str, bytes], after: Path, second: str) -> None:
    with waiting(project, "--force", workers=1) as build:
        message = rf"error: another build of this project is running \(process {build.process.pid}, since .*wait for it"
        said = briefgen(project, second)
        assert said.code == 1
        assert re.match(message, said.err)
        assert tree(project / "site") == old
        (build.place / "go").touch()
        assert ended(build).code == 0
    assert pages(project / "site") == pages(after)
    comes_right(project, after)


def test_a_killed_build_is_in_nobodys_way(project: Path, after: Path) -> None:
    with waiting(project, "--force", workers=1) as build:
        build.process.kill()
        build.process.wait()
        comes_right(project, after)


def test_a_clean_leaves_no_lock(project: Path) -> None:
    assert briefgen(project, "clean").code == 0
    assert not (project / ".briefgen").exists()
    assert tree(project / "site") == {"CNAME": b"mine"}
