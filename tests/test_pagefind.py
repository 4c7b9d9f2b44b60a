"""A site that is searched with Pagefind: what its index is made of, when it is made, and how it is asked in a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import inputs as grounds
from briefgen import pagefind
from briefgen import project as projects
from briefgen.build import build, gather, verify
from briefgen.diagnostic import BriefgenError
from briefgen.digests import Digests
from briefgen.memo import Memo
from briefgen.outcome import Built
from briefgen.pagefind import steady
from briefgen.pagefind.program import bundled
from briefgen.pagefind.records import UNDATED, Record, cut, recorded
from briefgen.pages.search import handed
from briefgen.project import Project
from briefgen.remembered import former, last_build, remember, restored, untouched
from briefgen.site import clean, read_manifest, write
from tests.chromium import NEEDS_CHROMIUM
from tests.conftest import Maker
from tests.files import write_files
from tests.test_searching import FILES, HOSTILE, hits, ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.filterwarnings("default")

installed = pytest.mark.skipif(not pagefind.version(), reason="needs Pagefind: pip install 'briefgen[pagefind]'")
INDEXED = {**FILES, "briefgen.toml": 'title = "Tides"\nsearch = "pagefind"\n'}
DYKE = "content/velmora/dyke.md"


# ---------------------------------------------------------------- what is told


SHARD = {
    "actors": [["ana-brel", "Ana Brel", "actors/ana-brel.html", "person", "minister", ["Brel", "the minister"], 2, 3]],
    "story": ["", "Dams", "index.html"],
    "articles": [
        ["The 🌊 came", "a.html", "2025-03-04", "", "en", "🌊 She left. Nobody came.", [], [0],
         [[0, "q_1", 1, 3, 11], ["a guard", "", 0, 13, 19]], [["", "", "12 houses", 0, 11]]],
    ],
    "cast": [["ana-brel", "Ana Brel"]],
}  # fmt: skip


def test_a_shard_tells_of_articles_quotes_figures_and_actors() -> None:
    actor, article, quote, other, figure = recorded(handed("take", SHARD))
    assert actor.filters == {
        "kind": ["actor"], "who": ["ana-brel Ana Brel"], "type": ["person"], "articles": ["2"], "quotes": ["3"]
    }  # fmt: skip
    assert actor.meta == {"title": "Ana Brel", "role": "minister", "aliases": "Brel · the minister"}
    assert actor.sort == {"date": UNDATED}
    assert (article.url, article.content, article.meta) == (
        "a.html", "🌊 She left. Nobody came.", {"title": "The 🌊 came"}
    )  # fmt: skip
    assert article.filters == {
        "kind": ["article"], "who": ["ana-brel Ana Brel"], "briefing": ["/ Dams"], "lang": ["en"], "date": ["2025-03-04"]
    }  # fmt: skip
    assert (quote.url, quote.content) == ("a.html#q_1", "She left")
    assert quote.meta == {"by": "Ana Brel", "place": "The 🌊 came"}
    assert quote.filters["form"] == ["direct"]
    assert (other.content, other.meta["by"], "who" in other.filters) == ("Nobody", "a guard", False)
    assert figure.meta == {"title": "12 houses", "place": "The 🌊 came"}
    # Of two records of one address only one would be found.
    assert len({one.url for one in (article, quote, other, figure)}) == 4


def test_stretches_are_cut_as_a_browser_counts() -> None:
    assert cut("a🌊b c", [1, 3, 4, 6]) == "🌊 …  c"


Values = st.recursive(st.integers(0, 2**64 - 1) | st.text(), st.lists)


@given(Values)
def test_what_an_index_is_written_in_comes_back(value: steady.Value) -> None:
    parts: list[bytes] = []
    steady._encode(value, parts)
    content = b"".join(parts)
    assert steady._decoded(content, 0) == (value, len(content))


@pytest.mark.parametrize("entry", [b"", b"[]", b'{"languages":{"en":{"hash":"en_1"}}}', b'{"languages":[]}'])
def test_a_bundle_that_is_built_otherwise_stays_as_it_is(entry: bytes) -> None:
    bundle = {steady.ENTRY: entry, "pagefind.en_1.pf_meta": b"another format", "pagefind.js": b"//"}
    assert steady.in_order(bundle) == bundle


def telling(number: int) -> Record:
    filters = {
        "kind": ["quote" if number % 2 else "figure"],
        "date": [f"2025-01-{number % 28 + 1:02}"],
        "who": [f"p{number} P"],
    }
    return Record(url=f"a.html#{number}", content=f"Word {number}", meta={}, filters=filters, sort={"date": UNDATED})


@installed
def test_the_same_records_make_the_same_bytes() -> None:
    made = [dict(bundled(map(telling, range(200)), "en")) for _ in range(3)]
    # Filters come in another order each time: three in 200 values are never alike by chance.
    assert len({tuple(sorted(one)) for one in made}) > 1
    ordered = [steady.in_order(one) for one in made]
    assert ordered[0] == ordered[1] == ordered[2]
    assert len(ordered[0]) == len(made[0])


@installed
def test_a_program_that_fails_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "pagefind"
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    with pytest.raises(BriefgenError, match="does not start"):
        bundled(map(telling, range(3)), "en")
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    with pytest.raises(BriefgenError, match="stopped before"):
        bundled(map(telling, range(3)), "en")


# ---------------------------------------------------------------- when it is made


@pytest.fixture
def indexings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many shards each index was made of."""
    counted: list[int] = []
    index = pagefind.index

    def counting(shards: Iterator[bytes], language: str) -> Mapping[str, bytes]:
        given = list(shards)
        counted.append(len(given))
        return index(given, language)

    monkeypatch.setattr(pagefind, "index", counting)
    return counted


def build_into(project: Project, output: Path, memo: Memo) -> Built:
    """A build as the command line makes it."""
    project = projects.load(project.root)
    digests = Digests()
    last = last_build(memo, output)
    inputs = gather(project, digests=digests)
    kept = untouched(last, output)
    made = former(memo, output)
    built = restored(inputs, memo, last, made) or build(inputs, memo, made=made, untouched=kept)
    written = write(built.site, output, untouched=kept)
    remember(inputs, memo, output, built, written, digests)
    return built


@installed
@pytest.mark.usefixtures("pattern_model")
def test_an_index_is_made_anew_only_when_something_to_be_found_has_changed(
    make_project: Maker, tmp_path: Path, indexings: list[int]
) -> None:
    project, memo, output = make_project(INDEXED), Memo(tmp_path / "memo.sqlite"), tmp_path / "site"
    build_into(project, output, memo)
    first = {path.relative_to(output) for path in output.rglob("search/**/*") if path.is_file()}
    assert len(indexings) == 1
    assert Path("search/pagefind/pagefind.js") in first
    assert not [path for path in first if path.parts[1] in ("stories", "actors")]
    assert not [path for path in first if "ui" in path.name]
    # Something that no search finds.
    write_files(project.root, {"briefgen.toml": INDEXED["briefgen.toml"] + 'description = "Of tides"\n'})
    build_into(project, output, memo)
    assert len(indexings) == 1
    # Then a word, and back.
    write_files(project.root, {DYKE: INDEXED[DYKE].replace("houses", "barns")})
    build_into(project, output, memo)
    assert len(indexings) == 2
    assert verify(gather(projects.load(project.root)), output, lambda *_: None) == ()
    write_files(project.root, {DYKE: INDEXED[DYKE]})
    build_into(project, output, memo)
    assert {path.relative_to(output) for path in output.rglob("search/**/*") if path.is_file()} == first


@installed
@pytest.mark.usefixtures("pattern_model")
def test_a_site_goes_from_one_search_to_the_other_and_is_cleaned_whole(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(tmp_path / "memo.sqlite"), tmp_path / "site"
    build_into(project, output, memo)
    assert list(output.rglob("search/stories/**/*.js"))
    write_files(project.root, {"briefgen.toml": INDEXED["briefgen.toml"]})
    build_into(project, output, memo)
    assert not list(output.rglob("search/stories"))
    assert verify(gather(projects.load(project.root)), output, lambda *_: None) == ()
    assert "search/pagefind/pagefind-entry.json" in read_manifest(output)
    write_files(project.root, {"briefgen.toml": FILES["briefgen.toml"]})
    build_into(project, output, memo)
    assert not (output / "search/pagefind").exists()
    write_files(project.root, {"briefgen.toml": INDEXED["briefgen.toml"]})
    build_into(project, output, memo)
    clean(output)
    assert not list(output.iterdir())


@installed
@pytest.mark.usefixtures("pattern_model")
def test_a_file_of_an_index_that_is_gone_comes_back_without_a_build(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(INDEXED), Memo(tmp_path / "memo.sqlite"), tmp_path / "site"
    build_into(project, output, memo)
    (output / "search/pagefind/pagefind-entry.json").unlink()
    inputs = gather(projects.load(project.root))
    built = restored(inputs, memo, last_build(memo, output), former(memo, output))
    assert built is not None
    write(built.site, output)
    assert verify(inputs, output, lambda *_: None) == ()


def test_a_missing_pagefind_is_said_with_its_line(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "version", lambda: "")
    project = make_project(INDEXED)
    with pytest.raises(BriefgenError) as error:
        gather(project)
    (wrong,) = error.value.diagnostics
    assert (wrong.path, wrong.line, wrong.column) == ("briefgen.toml", 2, 1)
    assert "pip install 'briefgen[pagefind]'" in wrong.hint
    # The preview searches without it.
    assert gather(projects.previewed(project)).indexer == ""


@pytest.mark.usefixtures("pattern_model")
def test_the_preview_leaves_pages_that_a_build_finds_ready(
    make_project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.desk import Desk

    monkeypatch.setattr(pagefind, "version", lambda: "pagefind 1, pagefind-bin 1")
    project = make_project(INDEXED)
    keys = []
    for shown in (project, projects.previewed(project)):
        desk = Desk(Memo())
        desk.settle(desk.take(grounds.gather(shown)))
        keys.append({address: desk.key(address)[0] for address in desk.plan.pages if "assets/" not in address})
        assert bool(desk.plan.unpublished) == (shown is project)
    different = {address for address in keys[0] if keys[0][address] != keys[1][address]}
    assert different == {"search/shards.js"}


@installed
@pytest.mark.usefixtures("pattern_model")
def test_the_version_of_pagefind_counts(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(INDEXED)
    before = gather(project)
    monkeypatch.setattr(pagefind, "version", lambda: "pagefind 2")
    assert gather(project).key != before.key
    assert msgspec.structs.replace(gather(project), indexer="", key="") == msgspec.structs.replace(
        before, indexer="", key=""
    )


# ---------------------------------------------------------------- in a browser

looking = [installed, *NEEDS_CHROMIUM]


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an index."""
    from briefgen import annotate
    from briefgen.annotate import nlp
    from tests import reader

    root = tmp_path_factory.mktemp("indexed")
    write_files(root, INDEXED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp, "version", lambda model="": ("en", "patterns"))
        patch.setattr(nlp, "load", lambda model="": object())
        patch.setattr(annotate, "annotate", lambda passages, *more: map(reader.annotation, passages))
        write(build(gather(projects.load(root)), Memo()).site, root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """The address of the site on a server that knows of nothing but files, below a sub-path."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Silent, directory=str(folder.parent))
    )  # fmt: skip
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/site"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """A tab that fails the test when a page logs an error, asks another host, or runs what it should show."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    context.on("request", lambda request: wrong.append(request.url) if is_foreign(request.url, served) else None)
    yield context.new_page()
    context.close()
    assert not wrong


def is_foreign(url: str, served: str) -> bool:
    return not url.startswith((served.removesuffix("/site"), "file:", "blob:", "data:"))


@pytest.fixture
def page(tab: Page, served: str) -> Page:
    """The search page, with the index at hand."""
    tab.goto(f"{served}/search.html")
    ready(tab)
    return tab


def asked(page: Page, query: str) -> list[str]:
    """The heads of what is found for a query, once it is there."""
    page.locator("#search_words").fill(query)
    page.wait_for_function(
        "query => performance.getEntriesByName('briefgen:search').some((one) => one.detail === query)", arg=query
    )
    return hits(page).all_inner_texts()


class TestInABrowser:
    pytestmark = looking

    def test_everything_is_found_as_one_types(self, page: Page) -> None:
        assert "Mara Ilvane" in asked(page, "ilv")
        assert any("The bridges are closing" in text for text in asked(page, "mara clos"))
        assert {"1,400 houses", "Dyke holds"} <= set(asked(page, "1,400 hou"))
        assert "Harbour café shut" in asked(page, "CAFE")
        assert any("bridges are closing" in text for text in asked(page, "bridge closed"))
        assert "bridge" in page.locator(".hits mark").first.inner_text()

    def test_what_is_not_there_is_said(self, page: Page) -> None:
        assert asked(page, "zzqq") == []
        assert "Nothing found for “zzqq”" in page.locator(".search_status").inner_text()
        assert asked(page, "lamp drowned")
        assert "Some of them" in page.locator(".search_status").inner_text()
        assert asked(page, "lampshades")
        assert "Similar ones" in page.locator(".search_status").inner_text()

    def test_one_letter_asks_nothing_and_two_are_a_word(self, page: Page) -> None:
        assert asked(page, "h") == []
        assert page.locator(".search_status").inner_text().strip() == ""
        assert asked(page, "so")
        assert set(page.locator(".hits mark").all_inner_texts()) == {"so"}

    def test_what_is_shown_is_text_and_nothing_else(self, page: Page) -> None:
        assert asked(page, "hostile alert")
        shown = page.locator(".hits").inner_text()
        assert HOSTILE.split("\u2028")[0].strip() in " ".join(shown.split())
        assert page.locator(".hits img, .hits script").count() == 0

    def test_kinds_and_facets_narrow_and_are_counted(self, page: Page, served: str) -> None:
        everything = asked(page, "mara")
        page.get_by_role("radio", name="Quotes").check()
        page.wait_for_function(
            "document.querySelectorAll('.hit').length === document.querySelectorAll('.hit.quote').length"
        )
        quotes = hits(page).all_inner_texts()
        assert 0 < len(quotes) < len(everything)
        page.get_by_text("Narrow down").click()
        page.wait_for_function("document.getElementById('search_source').options.length > 1")
        assert "Sarrow Ledger (1)" in page.locator("#search_source option").all_inner_texts()
        page.goto(f"{served}/search.html#from=2025-03-02&to=2025-03-31&in=velmora")
        page.reload()
        page.wait_for_selector(".hit")
        assert {text.split(" · ")[-1] for text in page.locator(".hit .hit_meta time").all_inner_texts()} == {
            "2 March 2025"
        }
        page.wait_for_function(
            "document.getElementById('search_in').selectedOptions[0]?.text.startsWith('The dyke of Velmora (')"
        )

    def test_what_somebody_said_is_found_without_a_word(self, tab: Page, served: str) -> None:
        tab.goto(f"{served}/search.html#kind=quote&who=ovid-marn")
        tab.wait_for_selector(".hit")
        assert hits(tab).all_inner_texts() == ["“Nobody drowned,”"]
        hits(tab).first.click()
        tab.wait_for_url("**/velmora/harbour.html#q_*")

    def test_more_results_follow_and_stay(self, page: Page) -> None:
        assert len(asked(page, "lamp")) == 20
        page.get_by_text("Show 10 more").click()
        page.wait_for_function("document.querySelectorAll('.hit').length === 30")

    def test_slash_opens_a_dialog_over_any_page(self, tab: Page, served: str) -> None:
        tab.goto(f"{served}/velmora/dyke.html")
        tab.keyboard.press("/")
        ready(tab)
        tab.keyboard.type("drown")
        tab.locator(".hit.quote").wait_for()

    def test_from_disk_there_is_the_index_from_a_to_z(self, tab: Page, folder: Path) -> None:
        tab.goto(f"{folder.as_uri()}/search.html")
        tab.wait_for_selector(".search[data-state=barred]")
        assert "needs a web server" in tab.locator(".search").inner_text()
        assert tab.locator("input").count() == 0
        assert tab.get_by_role("link", name="Actors from A to Z").is_visible()
        tab.goto(f"{folder.as_uri()}/velmora/dyke.html")
        tab.keyboard.press("/")
        tab.wait_for_selector("dialog[open][data-state=barred]")
        tab.keyboard.press("Escape")
        tab.wait_for_selector("dialog[open]", state="detached")
        tab.keyboard.press("/")
        tab.get_by_role("dialog").get_by_role("link", name="Actors from A to Z").click()
        tab.wait_for_url("**/actors/index.html")

    def test_an_index_that_is_gone_is_said(self, browser: Browser, served: str) -> None:
        context = browser.new_context()
        tab = context.new_page()
        tab.route("**/pagefind-entry.json*", lambda route: route.abort())
        tab.goto(f"{served}/search.html#q=lamp")
        tab.wait_for_function("document.querySelector('.search_status')?.innerText.includes('could not be read')")
        context.close()
