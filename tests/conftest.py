"""What most tests need: a project on disk, a model that reads nothing but patterns, a browser."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from briefgen import project as projects
from briefgen.project import Project
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.files import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile(
    "briefgen", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("briefgen")

# A shell has what it starts in the background ignore Ctrl-C, and so would every process that is started here, though
# many a test interrupts one.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

Maker = Callable[[Mapping[str, str | bytes]], Project]


@pytest.fixture
def make_project(tmp_path: Path) -> Maker:
    """A project in a new folder, with the files that are given and an empty briefgen.toml by default."""

    def make(files: Mapping[str, str | bytes]) -> Project:
        root = tmp_path / "project"
        write_files(root, {"briefgen.toml": "", **files})
        return projects.load(root)

    return make


@pytest.fixture
def pattern_model(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Annotate by patterns instead of the model. Gives the texts that were read, in order."""
    from briefgen import annotate
    from briefgen.annotate import nlp
    from tests import reader

    read: list[str] = []

    def annotating(passages: object, *more: object) -> Iterator[object]:
        for passage in passages:  # type: ignore[attr-defined]
            read.append(passage.text)
            yield reader.annotation(passage)

    monkeypatch.setattr(nlp, "version", lambda model="": ("en", "patterns"))
    monkeypatch.setattr(nlp, "load", lambda model="": object())
    monkeypatch.setattr(annotate, "annotate", annotating)
    return read


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without windows."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        found = p.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()
