"""The pipeline: the same input gives the same bytes, and nothing is done twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import inputs as grounds
from briefgen import project as projects
from briefgen import site as sites
from briefgen.annotate import nlp
from briefgen.build import build, gather, verify
from briefgen.diagnostic import BriefgenError
from briefgen.inputs import Code
from briefgen.memo import Memo
from briefgen.outcome import Built
from briefgen.source import Moved
from briefgen.stages import STAGES
from briefgen.staging import Made
from tests.builds import DAM, FILES, MILL, built, flat, on_disk, published
from tests.conftest import Maker
from tests.files import Html, write_files

pytestmark = pytest.mark.usefixtures("pattern_model")


def messages(result: Built) -> list[str]:
    return [f"{d.severity}: {d}" for d in result.outcome.diagnostics]


# ---------------------------------------------------------------- the same bytes


def test_a_project_becomes_a_site(make_project: Maker) -> None:
    result = built(make_project(FILES))
    assert set(result.site) >= {
        "index.html", "story/index.html", "story/2025-03-04-dam.html", "story/2025-03-04-dam.json", "story/mill.html",
        "story/map.svg", "story/quotes.html", "story/facts.html", "story/timeline.html", "other/index.html",
        "other/fr.html", "actors/index.html", "actors/ana-brel.html", "feed.xml", "404.html", "robots.txt",
        "assets/style.css",
    }  # fmt: skip
    counts = result.outcome.counts
    assert (counts.briefings, counts.articles, counts.annotated, counts.quotes, counts.figures) == (2, 3, 2, 1, 1)
    assert counts.pages == counts.rendered == sum(isinstance(content, Made) for content in result.site.values())


def test_two_folders_with_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two/deeper"):
        write_files(tmp_path / name, {"briefgen.toml": "", **FILES})
    one, two = (built(projects.load(tmp_path / name)) for name in ("one", "two/deeper"))
    assert flat(one) == flat(two)
    assert one.outcome == two.outcome
    assert list(one.site) == list(two.site)


def test_times_and_the_order_of_files_do_not_count(make_project: Maker, tmp_path: Path) -> None:
    first = flat(built(make_project(FILES)))
    shutil.rmtree(tmp_path / "project")
    project = make_project(dict(reversed(FILES.items())))
    for path in project.root.rglob("*"):
        os.utime(path, (1, 1))
    assert flat(built(project)) == first


def test_the_environment_does_not_count(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"briefgen.toml": "", "content/a.md": "---\nlang: fr\n---\n# Un\n\nLe barrage a cédé en 2024.\n"}
    )
    code = (
        "import sys, hashlib\nfrom pathlib import Path\nfrom briefgen import build, project\nfrom briefgen.memo import Memo\n"
        "from briefgen.annotate import nlp\nnlp.version = lambda model='': ('en', 'test')\n"
        "site = build.build(build.gather(project.load(Path(sys.argv[1]))), Memo()).site\n"
        "pages = [(address, page.content()) for address, page in site.items() if hasattr(page, 'content')]\n"
        "print(len(pages), hashlib.sha256(repr(pages).encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
        ).stdout
        for seed, zone, locale in (("1", "UTC", "C"), ("77", "Asia/Tokyo", "C.UTF-8"))
    }  # fmt: skip
    (only,) = seen
    assert int(only.split()[0]) > 10


# ---------------------------------------------------------------- nothing twice


def test_an_unchanged_article_is_not_read_again(make_project: Maker, pattern_model: list[str]) -> None:
    project, memo = make_project(FILES), Memo()
    built(project, memo)
    assert len(pattern_model) == 2
    pattern_model.clear()
    again = built(project, memo)
    assert pattern_model == []
    assert (again.outcome.counts.annotated, again.outcome.counts.rendered) == (0, 0)
    write_files(project.root, {"content/story/mill.md": MILL + "\nMore of it.\n"})
    third = built(project, memo)
    assert len(pattern_model) == 1
    assert third.outcome.counts.annotated == 1
    assert 0 < third.outcome.counts.rendered < third.outcome.counts.pages


def test_a_link_follows_the_article_that_it_leads_to(make_project: Maker) -> None:
    project, memo = make_project(FILES), Memo()
    mill = Html(flat(built(project, memo))["story/mill.html"])
    assert "../story/2025-03-04-dam.html" in mill.values("href")
    write_files(project.root, {"content/story/2025-03-04-dam.md": DAM.replace("---\n\n", "slug: gone\n---\n\n")})
    mill = Html(flat(built(project, memo))["story/mill.html"])
    assert "../story/gone.html" in mill.values("href")
    assert "../story/2025-03-04-dam.html" not in mill.values("href")


def test_annotations_outlive_the_process(make_project: Maker, pattern_model: list[str], tmp_path: Path) -> None:
    project = make_project(FILES)
    memo = Memo(tmp_path / "memo")
    first = flat(built(project, memo))
    memo.close()
    pattern_model.clear()
    memo = Memo(tmp_path / "memo")
    assert flat(built(project, memo)) == first
    memo.close()
    assert pattern_model == []


@pytest.mark.parametrize("stage", ["outline", "article", "annotation", "page"])
@pytest.mark.parametrize("damage", [b"", b"{damaged", b"\xff" * 100], ids=["empty", "short", "long"])
def test_what_is_stored_and_damaged_is_made_again(make_project: Maker, stage: str, damage: bytes) -> None:
    project, memo = make_project(FILES), Memo()
    built(project, memo)
    assert memo.keys(stage)
    for key in memo.keys(stage):
        memo.put(stage, key, damage)
    write_files(project.root, {"templates/quotes.html": "new", "content/story/new.md": "Ana Brel saw 3 gates.\n"})
    tries = 3
    for _ in range(tries):
        # Whoever finds damage begins again, and finds none.
        with suppress(Moved):
            assert flat(built(project, memo)) == flat(built(project))
            break
    else:
        pytest.fail("the damage stays")


@pytest.mark.parametrize(
    "change",
    [
        {"content/story/2025-03-04-dam.md": DAM.replace("2025-03-04", "2025-03-06")},
        {"content/story/2025-03-04-dam.md": DAM.replace("---\n\n", "actors: [Ana Brel]\n---\n\n")},
        {"content/story/2025-03-04-dam.md": DAM.replace("fled", "fled at once")},
    ],
)
def test_what_the_annotators_read_counts(
    make_project: Maker, pattern_model: list[str], change: Mapping[str, str]
) -> None:
    project, memo = make_project(FILES), Memo()
    built(project, memo)
    pattern_model.clear()
    write_files(project.root, change)
    built(project, memo)
    assert len(pattern_model) == 1


def test_what_the_annotators_do_not_read_does_not_count(make_project: Maker, pattern_model: list[str]) -> None:
    project, memo = make_project(FILES), Memo()
    built(project, memo)
    pattern_model.clear()
    write_files(
        project.root,
        {
            "content/story/2025-03-04-dam.md": DAM.replace("Dam gives way", "Another title").replace("12", "**12**"),
            "briefgen.toml": 'title = "New"',
            "templates/home.html": "new",
        },
    )
    assert b"Another title" in flat(built(projects.load(project.root), memo))["story/2025-03-04-dam.html"]
    assert pattern_model == []


def test_another_model_reads_everything_again(
    make_project: Maker, pattern_model: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, memo = make_project(FILES), Memo()
    built(project, memo)
    pattern_model.clear()
    monkeypatch.setattr(nlp, "version", lambda model="": ("en", "retrained"))
    built(project, memo)
    assert len(pattern_model) == 2


def test_other_code_reads_everything_again(
    make_project: Maker, pattern_model: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, memo = make_project(FILES), Memo()
    before = gather(project).key
    built(project, memo)
    pattern_model.clear()
    monkeypatch.setattr(grounds, "code_version", lambda *_: Code(parsing="x", annotating="x", pages="x"))
    assert gather(project).key != before
    built(project, memo)
    assert len(pattern_model) == 2


# ---------------------------------------------------------------- compared, and light


def test_a_site_is_compared_byte_for_byte_with_a_build_from_nothing(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)

    def wrong() -> tuple[str, ...]:
        return verify(gather(project), output, lambda *_: None)

    assert wrong() == ()
    (output / "story/mill.html").write_text("edited")
    (output / "story/map.svg").unlink()
    write_files(output, {"foreign.txt": "mine"})
    assert wrong() == ("story/map.svg", "story/mill.html")
    (project.root / "content/other/fr.md").unlink()
    assert {"other/fr.html", "other/index.html", "index.html", "story/mill.html"} <= set(wrong())
    assert "foreign.txt" not in wrong()


MODULES = """
import sys
from pathlib import Path
from briefgen import project, remembered
from briefgen.inputs import gather
from briefgen.digests import Digests
from briefgen.memo import Memo
from briefgen.annotate import nlp
from briefgen import annotate
nlp.version = lambda model="": ("en", "patterns")
if sys.argv[3] == "reading":
    from tests import reader
    nlp.load = lambda model="": object()
    annotate.annotate = lambda passages, *more: map(reader.annotation, passages)
memo, output = Memo(Path(sys.argv[2])), Path(sys.argv[4])
inputs = gather(project.load(Path(sys.argv[1])))
last = remembered.last_build(memo, output)
if sys.argv[3] == "asking":
    assert remembered.unchanged(inputs, last, output) is not None
else:
    from briefgen import build, site
    built = build.build(inputs, memo)
    written = site.write(built.site, output)
    remembered.remember(inputs, memo, output, built, written, Digests())
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_a_build_without_work_imports_nothing_heavy(tmp_path: Path) -> None:
    write_files(tmp_path / "p", {"briefgen.toml": "", **FILES})

    def modules(how: str) -> set[str]:
        run = subprocess.run(
            [sys.executable, "-c", MODULES, *(str(tmp_path / name) for name in ("p", "memo")), how, str(tmp_path / "site")],
            cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return set(run.stdout.split())

    modules("reading")
    everything_known = modules("building")
    assert not everything_known & {"spacy", "thinc", "numpy", "starlette", "click"}
    assert "jinja2" in everything_known
    nothing_changed = modules("asking")
    assert not nothing_changed & {"spacy", "thinc", "numpy", "jinja2", "markdown_it", "starlette", "click"}


# ---------------------------------------------------------------- incremental equals clean

ARTICLE = st.sampled_from(
    [DAM, MILL, "Plain.\n", "# Ana Brel\n\n“No,” said Ana Brel. 3 gates.", "---\ndraft: true\n---\nAna Brel", "---\ntitel: x\n---\nx",
     "---\nlang: fr\naliases: [old.html]\n---\nNon.", "---\nslug: taken\n---\nOvid Marn left.", ""]
)  # fmt: skip
PLACES = [f"content/{place}" for place in ("a.md", "b.txt", "s/index.md", "s/one.md", "s/two.md", "T o/x.md")]
EDITS = st.one_of(
    st.tuples(st.sampled_from(PLACES), ARTICLE),
    st.tuples(st.just("templates/home.html"), st.sampled_from(["{{ site.title }}", '{% extends "theme/home.html" %}'])),
    st.tuples(st.just("templates/assets/own.css"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("content/s/map.svg"), st.sampled_from(["<svg/>", "<svg></svg>"])),
    st.tuples(
        st.just("briefgen.toml"),
        st.sampled_from(['title = "A"', 'base_url = "https://example.org"', 'language = "fr"']),
    ),
    st.tuples(st.just("delete"), st.sampled_from([*PLACES, "templates/home.html", "content/s/map.svg"])),
    st.tuples(st.just("rename"), st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES))),
)


def edit(root: Path, change: tuple[str, object]) -> None:
    what, value = change
    if what == "delete":
        (root / str(value)).unlink(missing_ok=True)
    elif what == "rename":
        assert isinstance(value, tuple)
        old, new = (root / place for place in value)
        if old.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            old.replace(new)
    else:
        write_files(root, {what: str(value)})


@given(st.lists(st.lists(EDITS, min_size=1, max_size=2), min_size=1, max_size=4))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_edits_the_site_is_that_of_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, object]]]
) -> None:
    root = tmp_path_factory.mktemp("p")
    write_files(root, {"briefgen.toml": "", "content/s/one.md": DAM, "content/s/two.md": MILL})
    memo = Memo(root / ".briefgen/memo.sqlite")
    for number, step in enumerate([[], *steps]):
        for change in step:
            edit(root, change)
        _, known = published(projects.load(root), memo, root / "site")
        inputs = gather(projects.load(root))
        fresh = build(inputs, Memo())
        sites.write(fresh.site, root / f"clean{number}")
        assert on_disk(root / "site") == on_disk(root / f"clean{number}")
        assert known.diagnostics == fresh.outcome.diagnostics
    memo.close()


# ---------------------------------------------------------------- what is wrong with content


def test_a_bad_article_stops_no_other_and_is_reported_every_time(make_project: Maker) -> None:
    files: dict[str, str | bytes] = {
        **FILES,
        "content/story/bad.md": b"---\ntitel: x\ndate: 12/4\n---\ncaf\xe9\n",
        "content/story/empty.md": b"",
    }
    project, memo = make_project(files), Memo()
    first, again = built(project, memo), built(project, memo)
    assert again.outcome.diagnostics == first.outcome.diagnostics
    assert messages(first) == [
        "notice: content/other/fr.md: there is no model for the language “fr”; shown without annotations; "
        'name an installed one in briefgen.toml: model = "…"',
        "error: content/story/bad.md:2:1: unknown key “titel”; ignored; did you mean title?",
        "error: content/story/bad.md:3:7: date “12/4” is not a date; ignored; write it as 2025-04-12",
        "warning: content/story/bad.md:5:4: byte 0xe9 is not UTF-8; unreadable letters are shown as \ufffd; "
        "save the file as UTF-8 (it may be Windows-1252)",
        "warning: content/story/empty.md: is empty; write the article's text into it",
    ]
    assert {"story/bad.html", "story/empty.html", "story/mill.html"} <= set(first.site)


def test_two_sources_that_claim_one_address_are_both_named(make_project: Maker) -> None:
    result = built(
        make_project(
            {
                "content/s/a.md": "First of them.",
                "content/s/a.txt": "Second.",
                "content/s/b.md": "---\nslug: A\n---\nThird.",
            }
        )
    )
    assert [m for m in messages(result) if m.startswith("error")] == [
        "error: content/s/a.txt: claims the address s/a.html, which belongs to content/s/a.md; left out; "
        "give one of them another name or slug",
        "error: content/s/b.md: claims the address s/A.html, which belongs to content/s/a.md; left out; "
        "give one of them another name or slug",
    ]
    assert b"First of them." in flat(result)["s/a.html"]
    assert result.outcome.counts.articles == 1


def test_two_index_pages_of_one_briefing_are_both_named(make_project: Maker) -> None:
    result = built(
        make_project(
            {
                "content/s/index.md": "One.",
                "content/s/index.txt": "Two.",
                "content/S/index.md": "Three.",
                "content/s/a.md": "x",
            }
        )
    )
    errors = [m for m in messages(result) if m.startswith("error")]
    assert len(errors) == 2
    assert all("s/index.html" in m and "content/S/index.md" in m for m in errors)


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("content/s/quotes.md", "s/quotes.html"),
        ("content/s/x.html", "s/x.html"),
        ("content/s/X.html", "s/X.html"),
        ("content/actors/index.md", "actors/index.html"),
        ("content/feed.xml", "feed.xml"),
        ("content/assets/style.css", "assets/style.css"),
        ("content/404.md", "404.html"),
    ],
)
def test_a_source_that_claims_a_pages_address_is_named(make_project: Maker, place: str, address: str) -> None:
    errors = [
        m for m in messages(built(make_project({place: "Text.", "content/s/x.md": "x"}))) if m.startswith("error")
    ]
    assert len(errors) == 1
    assert address in errors[0]
    assert place in errors[0] or "content/s/x.md" in errors[0]


def test_the_authors_own_robots_txt_counts_without_a_word(make_project: Maker) -> None:
    result = built(make_project({"content/robots.txt": "User-agent: x\n", "content/a.md": "x"}))
    assert flat(result)["robots.txt"] == b"User-agent: x\n"
    assert messages(result) == []


def test_drafts_are_hidden_everywhere(make_project: Maker) -> None:
    files = {
        "content/s/a.md": "---\ntitle: Shown\n---\nText.",
        "content/s/secret.md": "---\ntitle: Zyx\ndraft: true\naliases: [zyx-old.html]\n---\nZyx text by Ana Brel.",
        "content/hidden/index.md": "---\ntitle: Zyx folder\ndraft: true\n---\nZyx.",
        "content/hidden/b.md": "---\ntitle: Zyx member\n---\nZyx text.",
    }
    project, memo = make_project(files), Memo()
    shown = flat(built(project, memo))
    assert not [address for address, content in shown.items() if b"Zyx" in content or "zyx" in address]
    assert not {"s/secret.html", "s/secret.json", "hidden/index.html", "hidden/b.html", "actors/ana-brel.html"} & set(
        shown
    )
    drafts = flat(built(project, memo, drafts=True))
    assert {"s/secret.html", "hidden/index.html", "hidden/b.html", "zyx-old.html"} <= set(drafts)
    assert b"Draft" in drafts["s/secret.html"]
    assert flat(built(project, memo)) == shown


def test_an_article_in_another_language_is_shown_with_a_notice(make_project: Maker) -> None:
    result = built(make_project(FILES))
    page = flat(result)["other/fr.html"].decode()
    assert 'lang="fr"' in page
    assert "Shown without annotations: there is no model for its language (fr)" in page
    assert result.outcome.counts.annotated == 2


def test_a_language_with_a_region_has_its_languages_model(make_project: Maker, pattern_model: list[str]) -> None:
    built(make_project({"content/a.md": "---\nlang: en-GB\n---\nText.", "content/b.md": "---\nlang: EN\n---\nOther."}))
    assert len(pattern_model) == 2


def test_a_mistake_in_a_template_stops_the_build(make_project: Maker) -> None:
    project = make_project({**FILES, "templates/home.html": "\n{{ nothing }}"})
    with pytest.raises(BriefgenError, match=r"templates/home\.html:2: "):
        built(project)


@pytest.mark.parametrize("files", [{"content/.keep": ""}, {"content/s/index.md": ""}, {"content/map.svg": "<svg/>"}])
def test_a_project_without_articles_has_a_site(make_project: Maker, files: Mapping[str, str]) -> None:
    result = built(make_project(files))
    assert {"index.html", "actors/index.html", "feed.xml", "404.html"} <= set(result.site)


def test_progress_counts_every_stage_up(make_project: Maker) -> None:
    seen: list[tuple[str, int, int]] = []
    build(gather(make_project(FILES)), Memo(), lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == list(STAGES)
    for stage in STAGES:
        steps = [(done, total) for name, done, total in seen if name == stage]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]
