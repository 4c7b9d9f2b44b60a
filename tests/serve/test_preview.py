from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from briefgen import render
from briefgen.diagnostic import BriefgenError
from briefgen.serve import Listening, Rebuilt, Stopped, batches, rebuild, run, showing
from tests.files import write_files
from tests.serve.conftest import FILES, Served
from tests.serve.stage import until

Serve = Callable[..., Served]
DYKE = "content/velmora/dyke.md"
PAGE = "velmora/dyke.html"
BROKEN = "---\ntitle: Dyke holds\ndate: 12/4\n---\n\nThe dyke <b>breaks</b>.\n"


def changed_dyke(word: str) -> str:
    return str(FILES[DYKE]).replace("holds, said", f"{word}, said")


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each time that the files were looked at."""
    times: list[object] = []
    gather = rebuild.gather

    def counted(*arguments: object, **options: object) -> object:
        times.append(arguments)
        return gather(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(rebuild, "gather", counted)
    return times


def shown(served: Served, *addresses: str) -> None:
    """A browser asks for pages: only of those is it told."""
    for address in addresses:
        assert served.get(f"/{address}").status_code == 200


def told_of(news: Iterator[dict[str, Any]], address: str) -> dict[str, Any]:
    """The first news that tell of an address; those of other pages come before or after."""
    return next(told for told in news if address in told["changed"])


def test_a_change_is_told_to_the_browser_and_shown(serve: Serve) -> None:
    served = serve()
    shown(served, "velmora/harbour.html", PAGE)
    with served.news(served.epoch()) as news:
        assert next(news)["changed"] == []
        served.write(DYKE, changed_dyke("cracks"))
        told = next(news)
    assert PAGE in told["changed"]
    assert "velmora/harbour.html" not in told["changed"]
    assert told["problems"] == []
    assert told["edited"] == [{"address": PAGE, "title": "Dyke holds"}]
    assert "cracks" in served.get(f"/{PAGE}").text
    until(lambda: len(served.rebuilt()) == 2)
    first, second = served.rebuilt()
    assert (first.first, first.changed) == (True, ())
    assert not second.first
    assert PAGE in second.changed
    assert second.counts.articles == 2


def test_the_articles_that_did_not_change_are_not_read_again(serve: Serve, pattern_model: list[str]) -> None:
    served = serve()
    pattern_model.clear()
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: len(served.rebuilt()) == 2)
    assert len(pattern_model) == 1


def test_the_same_content_written_again_is_no_news(serve: Serve, gathered: list[object]) -> None:
    served = serve()
    shown(served, PAGE)
    epoch = served.epoch()
    before = len(gathered)
    served.write(DYKE, str(FILES[DYKE]))
    until(lambda: len(gathered) > before, "the change to be looked at")
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: len(served.rebuilt()) == 2)
    run, _, number = epoch.rpartition("-")
    assert served.epoch() == f"{run}-{int(number) + 1}"


def test_an_atomic_save_is_seen(serve: Serve) -> None:
    served = serve()
    temporary = served.root / "content/velmora/.dyke.md.tmp"
    temporary.write_text(changed_dyke("cracks"), encoding="utf-8")
    temporary.replace(served.root / DYKE)
    until(lambda: "cracks" in served.get(f"/{PAGE}").text)


def test_articles_and_folders_come_and_go(serve: Serve) -> None:
    served = serve()
    with served.news(served.epoch()) as news:
        next(news)
        served.write("content/new/story/a.md", "---\ntitle: New story\n---\n\nNew.\n")
        told_of(news, "index.html")
        assert "New story" in served.get("/").text
        shown(served, "new/story/a.html")
        shutil.rmtree(served.root / "content/new")
        told_of(news, "new/story/a.html")
    assert served.get("/new/story/a.html").status_code == 404


def test_the_whole_of_content_can_be_replaced(serve: Serve) -> None:
    served = serve()
    shutil.move(served.root / "content", served.root / "before")
    until(served.failed, "the missing folder to be noticed")
    # Better the old site than none.
    shown(served, PAGE)
    shutil.move(served.root / "before", served.root / "content")
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: "cracks" in served.get(f"/{PAGE}").text)


def test_a_page_that_nobody_has_asked_for_is_new_when_somebody_does(serve: Serve) -> None:
    served = serve()
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: len(served.rebuilt()) == 2)
    assert "cracks" in served.get(f"/{PAGE}").text


def test_settings_and_templates_that_come_later_are_seen(serve: Serve) -> None:
    served = serve()
    served.write("briefgen.toml", 'title = "Currents"\n')
    until(lambda: "Currents" in served.get("/").text)
    served.write("templates/404.html", "own page for {{ page.title }}")
    until(lambda: "own page for" in served.get("/nothing").text)
    served.write("templates/404.html", "second page for {{ page.title }}")
    until(lambda: "second page for" in served.get("/nothing").text)


def test_a_style_sheet_is_told_as_the_only_change(serve: Serve) -> None:
    served = serve({"templates/assets/style.css": "body { color: red }"})
    shown(served, "assets/style.css", PAGE)
    with served.news(served.epoch()) as news:
        next(news)
        served.write("templates/assets/style.css", "body { color: green }")
        assert next(news)["changed"] == ["assets/style.css"]
    assert "green" in served.get("/assets/style.css").text


def test_a_broken_article_keeps_its_page_and_is_explained_until_it_is_mended(serve: Serve) -> None:
    served = serve()
    shown(served, "velmora/harbour.html", PAGE)
    with served.news(served.epoch()) as news:
        next(news)
        served.write(DYKE, BROKEN)
        told = next(news)
        problem = told["problems"][0]
        assert (problem["path"], problem["line"], problem["severity"]) == (DYKE, 3, "error")
        assert problem["hint"]
        meant = [line for line in problem["excerpt"] if line["is_meant"]]
        assert meant[0]["text"] == "date: 12/4"
        assert meant[0]["text"][meant[0]["caret"]] == "1"
        assert not told["failed"]
        assert told["changed"] == []
        assert "The dyke holds" in served.get(f"/{PAGE}").text

        served.write("content/velmora/harbour.md", "---\ntitle: Harbour open\n---\n\nThe harbour is open.\n")
        told = told_of(news, "velmora/harbour.html")
        assert told["problems"][0]["path"] == DYKE
        assert "The dyke holds" in served.get(f"/{PAGE}").text

        served.write(DYKE, changed_dyke("cracks"))
        # The other article's new title stands on this page too: that was told before.
        told = next(told for told in news if PAGE in told["changed"] and not told["problems"])
    assert "cracks" in served.get(f"/{PAGE}").text


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_broken_template_keeps_the_site_and_is_explained_until_it_is_mended(
    serve: Serve, gathered: list[object], is_looked_at: bool
) -> None:
    served = serve()
    page = served.get("/nothing").text.partition("<script")[0]
    with served.news(served.epoch()) as news:
        next(news)
        name = "templates/404.html" if is_looked_at else "templates/timeline.html"
        served.write(name, "<p>\n{{ page.nothing }}\n")
        told = next(told for told in news if told["failed"])
        assert told["changed"] == []
        assert (told["problems"][0]["path"], told["problems"][0]["line"]) == (name, 2)
        assert served.get("/nothing").text.partition("<script")[0] == page
        until(served.failed)

        # Nothing is mended by saving another file as it was, nor by other words in one.
        before = len(gathered)
        served.write(DYKE, str(FILES[DYKE]))
        until(lambda: len(gathered) > before, "the change to be looked at")
        shown(served, PAGE)
        served.write(DYKE, changed_dyke("cracks"))
        for told in news:
            assert told["failed"], "it was said to be mended"
            if PAGE in told["changed"]:
                break

        (served.root / name).unlink()
        told = next(told for told in news if not told["failed"])
    assert told["problems"] == []


def test_broken_settings_keep_the_site_and_are_explained(serve: Serve) -> None:
    served = serve()
    with served.news(served.epoch()) as news:
        next(news)
        served.write("briefgen.toml", 'titel = "Tides"\n')
        told = next(news)
        assert told["failed"]
        assert told["problems"][0]["hint"] == "did you mean title?"
        assert served.get(f"/{PAGE}").status_code == 200
        served.write("briefgen.toml", str(FILES["briefgen.toml"]))
        assert next(news)["failed"] is False


def test_a_site_that_could_not_be_built_at_first_comes_when_it_is_mended(serve: Serve) -> None:
    served = serve({"briefgen.toml": "title = \n"})
    answer = served.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "briefgen.toml:1" in answer.text
    with served.news(served.epoch()) as news:
        assert next(news)["failed"]
        served.write("briefgen.toml", "")
        assert next(news)["changed"] is None
    assert served.get("/").status_code == 200


def test_while_the_first_build_goes_on_requests_are_answered(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    make = render.renderer

    def slow(*arguments: Any) -> object:
        assert held.wait(20)
        return make(*arguments)

    monkeypatch.setattr(render, "renderer", slow)
    served = serve(wait=False)
    try:
        until(lambda: "annotating, 2 of 2" in served.get("/").text)
        assert served.get("/velmora/map.svg").status_code == 503
        with served.news(served.epoch()) as news:
            assert next(news)["changed"] == []
            held.set()
            assert next(news)["changed"] is None
    finally:
        held.set()
    assert served.get("/").status_code == 200


def test_changes_during_a_build_lead_to_one_more(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve()
    held, begun = threading.Event(), threading.Event()
    builds: list[object] = []
    take = showing.Showing.take

    def slow(*arguments: Any) -> object:
        begun.set()
        assert held.wait(20)
        builds.append(arguments)
        return take(*arguments)

    monkeypatch.setattr(showing.Showing, "take", slow)
    seen: list[tuple[str, str]] = []
    tell = batches.Changes.tell

    def noting(changes: batches.Changes, path: str, step: batches.Step) -> None:
        tell(changes, path, step)
        seen.append((path, step))

    monkeypatch.setattr(batches.Changes, "tell", noting)
    served.write(DYKE, changed_dyke("cracks"))
    assert begun.wait(20)
    for word in ("bends", "leaks", "gives"):
        served.write(DYKE, changed_dyke(word))
    served.write("content/velmora/late.md", "---\ntitle: Late\n---\n\nLate.\n")
    until(lambda: [step for path, step in seen if path.endswith("late.md") and step == "written"])
    held.set()
    until(lambda: "gives" in served.get(f"/{PAGE}").text and served.get("/velmora/late.html").status_code == 200)
    # Five saves. A third build only where the watcher took a moment longer for the last one.
    assert 2 <= len(builds) <= 3


def test_the_site_on_disk_is_not_touched(serve: Serve) -> None:
    served = serve({"site/index.html": "published"})
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: len(served.rebuilt()) == 2)
    assert [path.name for path in (served.root / "site").iterdir()] == ["index.html"]
    assert (served.root / "site/index.html").read_text(encoding="utf-8") == "published"


def test_a_page_of_an_earlier_run_is_reloaded(serve: Serve) -> None:
    served = serve()
    with served.news("0f0f0f0f-7") as news:
        assert next(news)["changed"] is None


def test_a_browser_that_connects_again_is_told_only_what_it_has_not_heard(serve: Serve) -> None:
    served = serve()
    shown(served, PAGE)
    old = served.epoch()
    served.write(DYKE, changed_dyke("cracks"))
    until(lambda: len(served.rebuilt()) == 2)
    with served.news(old) as news:
        assert PAGE in next(news)["changed"]
    with served.news(old, **{"Last-Event-ID": served.epoch()}) as news:
        assert next(news)["changed"] == []


def test_stopping_is_quick_with_open_streams_and_leaves_no_thread(serve: Serve) -> None:
    before = set(threading.enumerate())
    served = serve()
    with served.news() as one, served.news() as other:
        next(one)
        next(other)
        begin = time.monotonic()
        served.preview.stop()
        until(lambda: isinstance(served.events[-1], Stopped))
        assert time.monotonic() - begin < 2
        assert list(one) == []
    until(lambda: {thread for thread in threading.enumerate() if thread.is_alive()} <= before, "threads to end")
    with pytest.raises(httpx.ConnectError):
        served.get("/")


def test_a_build_that_goes_on_is_left_when_the_server_stops(serve: Serve, pattern_model: list[str]) -> None:
    many = {f"content/many/{n}.md": f"---\ntitle: No {n}\n---\n\nText {n}.\n" for n in range(30)}
    served = serve(wait=False, files=many)
    served.preview._is_stopping = True
    until(lambda: served.reports())
    served.stop()
    assert [type(event) for event in served.reports()] in ([Listening, Stopped], [Listening, Rebuilt, Stopped])


def test_without_a_project_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError) as caught:
        run(
            tmp_path, drafts=False, host="127.0.0.1", port=0, open_browser=False, poll=False, allowed=(), report=print,
            memo_path=None,
        )  # fmt: skip
    assert caught.value.usage


SCRIPT = """
import sys
from pathlib import Path
from briefgen.annotate import nlp
from briefgen.serve import run
assert "starlette" not in sys.modules and "watchdog" not in sys.modules
nlp.version = lambda model="": ("xx", "none")
def report(event):
    print(type(event).__name__, getattr(event, "url", ""), flush=True)
run(Path(sys.argv[1]), drafts=False, host="127.0.0.1", port=0, open_browser=False, poll=False, allowed=(), report=report,
    memo_path=None)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_within_two_seconds(tmp_path: Path, number: signal.Signals) -> None:
    write_files(tmp_path, FILES)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[1]
        while "Rebuilt" not in process.stdout.readline():
            pass
        with httpx.stream("GET", f"{address}_briefgen/events", timeout=20) as stream:
            next(stream.iter_lines())
            begin = time.monotonic()
            process.send_signal(number)
            rest, errors = process.communicate(timeout=20)
        assert time.monotonic() - begin < 2
        assert (process.returncode, rest.split()[-1], errors) == (0, "Stopped", "")
    finally:
        process.kill()
        process.wait()
