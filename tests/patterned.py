"""The command line in a process of its own, with patterns for a model and a mishap of your choice.

    python tests/patterned.py MISHAP ARGUMENTS...

MISHAP is Python code that runs first; it may call what stands here. Processes that annotate run this
file too, under another name, and so read patterns as well.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import sleep

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from briefgen import annotate, cli  # noqa: E402
from briefgen.annotate import Passage, nlp  # noqa: E402
from briefgen.annotation import Annotation  # noqa: E402
from tests import reader  # noqa: E402

PLACE = "BRIEFGEN_TEST_PLACE"
"""Of a folder by which a waiting process and a test tell each other something."""

STOP = "BRIEFGEN_TEST_STOP"
"""Of where to wait: annotating; or, in processes that work for another, starting or rendering."""

CHANGING = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")
"""Audit events of the interpreter: a file system is about to be changed. Opening is another."""


def annotating(passages: Iterable[Passage], *more: object) -> Iterator[Annotation]:
    """Read patterns; where a place is named, wait there first."""
    if os.environ.get(STOP) == "annotating":
        wait()
    for passage in passages:
        yield reader.annotation(passage)


def wait() -> None:
    """Leave a file with the number of this process, and go on when there is one named go."""
    place = begin()
    while not (place / "go").exists():
        sleep(0.01)


def begin() -> Path:
    """Leave a file with the number of this process."""
    place = Path(os.environ[PLACE])
    (place / str(os.getpid())).touch()
    return place


def before(event: str, path: str, then: Callable[[], object], *, nth: int = 1) -> None:
    """Do something just before the n-th `event` (open, os.scandir ...) of a path that ends so."""
    left = nth

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        place = arguments[0] if name == event else None
        if left and isinstance(place, (str, bytes)) and os.fsdecode(place).endswith(path):
            left -= 1
            if not left:
                then()

    sys.addaudithook(hook)


def before_change(folder: str, nth: int, then: Callable[[], object]) -> None:
    """Do something just before the n-th change of anything in a folder. Says at the end how many changes there were."""
    seen = 0

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = name == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or name in CHANGING) and any(
            isinstance(one, (str, bytes)) and folder in os.fsdecode(one) for one in arguments
        ):
            seen += 1
            if seen == nth:
                then()

    sys.addaudithook(hook)
    atexit.register(lambda: sys.stdout.write(f"changes {seen}\n"))


def send(number: signal.Signals) -> Callable[[], object]:
    """Send this process a signal."""
    return lambda: os.kill(os.getpid(), number)


nlp.version = lambda model="": ("en", "patterns")
nlp.load = lambda model="": object()  # type: ignore[assignment, return-value]
annotate.annotate = annotating  # type: ignore[assignment]

if __name__ == "__main__":
    exec(sys.argv.pop(1))
    cli.main()
elif os.environ.get(STOP) == "starting":
    wait()
elif os.environ.get(STOP) == "rendering":
    before("open", "article.html", begin)  # and let that template take its time
