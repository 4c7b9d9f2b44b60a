"""The desk: nothing is done twice, and what comes out does not depend on what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import project as projects
from briefgen.desk import Desk
from briefgen.inputs import Inputs, gather
from briefgen.intake import Taken
from briefgen.kept import kept_page
from briefgen.memo import Memo
from briefgen.pages.claims import Claim
from briefgen.project import Project
from briefgen.source import Moved
from tests.conftest import Maker
from tests.files import write_files

pytestmark = pytest.mark.usefixtures("pattern_model")

DAM = "---\ntitle: Dam gives way\ndate: 2025-03-04\n---\n\nAna Brel fled. “The gate stayed shut,” said Ana Brel. 12 houses fell.\n"
MILL = "# The mill\n\nOvid Marn stayed on 2025-03-05. See [the dam](dam.md).\n"
FILES: Mapping[str, str | bytes] = {
    "content/s/index.md": "---\ntitle: Dams\n---\n\nAll of [it](mill.md).\n",
    "content/s/dam.md": DAM,
    "content/s/mill.md": MILL,
    "content/s/map.svg": "<svg/>",
    "content/other/fr.md": "---\nlang: fr\n---\n\nLe barrage a cédé.\n",
    "templates/404.html": "{{ page.title }}",
}

Stages = list[tuple[str, int, int]]


def inputs(root: Path, *, drafts: bool = False) -> Inputs:
    """What there is now."""
    return gather(projects.load(root), drafts=drafts)


def settled(desk: Desk, root: Path, *, drafts: bool = False) -> Taken:
    """Bring a desk up to date."""
    taken = desk.take(inputs(root, drafts=drafts))
    desk.settle(taken)
    return taken


def pages(desk: Desk) -> dict[str, bytes]:
    """Every page, rendered."""
    return {
        address: desk.render(desk.plan.recipe(address))
        for address, claim in sorted(desk.plan.pages.items())
        if isinstance(claim, Claim)
    }


def fresh(root: Path, *, drafts: bool = False) -> Desk:
    desk = Desk(Memo())
    settled(desk, root, drafts=drafts)
    return desk


@pytest.fixture
def project(make_project: Maker) -> Project:
    return make_project(FILES)


# ---------------------------------------------------------------- take


def test_everything_is_read_once(project: Project, pattern_model: list[str]) -> None:
    desk = Desk(Memo())
    steps: Stages = []
    taken = desk.take(inputs(project.root), lambda *step: steps.append(step))
    assert list(taken.outlines) == [
        "content/other/fr.md",
        "content/s/dam.md",
        "content/s/index.md",
        "content/s/mill.md",
    ]
    assert (taken.annotated, len(pattern_model)) == (2, 2)
    assert taken.words == sum(taken.outlines[f"content/s/{name}.md"].words for name in ("dam", "mill"))
    assert {stage for stage, _, _ in steps} == {"reading", "annotating"}
    assert steps[-1] == ("annotating", 2, 2)
    again = desk.take(inputs(project.root))
    assert (again.annotated, again.words, len(pattern_model)) == (0, 0, 2)
    assert again.outlines == taken.outlines


def test_taking_alone_shows_nothing(project: Project) -> None:
    desk = Desk(Memo())
    desk.take(inputs(project.root))
    assert "s/dam.html" not in desk.plan.pages
    assert desk.shown == {}
    assert desk.diagnostics == ()


def test_what_was_not_changed_is_not_opened_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    write_files(project.root, {"content/s/mill.md": MILL + "\nMore.\n"})
    opened: list[str] = []
    real = Path.read_bytes

    def reading(path: Path) -> bytes:
        opened.append(path.name)
        return real(path)

    given = inputs(project.root)
    monkeypatch.setattr(Path, "read_bytes", reading)
    taken = desk.take(given)
    assert opened == ["mill.md"]
    assert taken.annotated == 1


def test_outlines_outlive_the_process(project: Project, tmp_path: Path, pattern_model: list[str]) -> None:
    memo = Memo(tmp_path / "memo")
    first = Desk(memo).take(inputs(project.root))
    memo.close()
    pattern_model.clear()
    memo = Memo(tmp_path / "memo")
    desk = Desk(memo)
    second = settled(desk, project.root)
    assert second.outlines == first.outlines
    assert second.annotated == 0
    assert pages(desk) == pages(fresh(project.root))
    memo.close()


def test_an_annotation_is_found_though_the_outline_is_new(project: Project, pattern_model: list[str]) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    pattern_model.clear()
    write_files(project.root, {"content/s/dam.md": DAM.replace("Dam gives", "Dyke gives")})
    taken = settled(desk, project.root)
    assert (taken.annotated, pattern_model) == (0, [])
    assert desk.shown["content/s/dam.md"].title == "Dyke gives way"


def test_two_articles_of_the_same_words_share_an_annotation(make_project: Maker, pattern_model: list[str]) -> None:
    project = make_project({"content/s/a.md": "Ana Brel fled.", "content/s/b.md": "Ovid Marn left."})
    desk = Desk(Memo())
    settled(desk, project.root)
    pattern_model.clear()
    write_files(project.root, {"content/t/c.md": "Ana Brel fled."})
    settled(desk, project.root)
    assert pattern_model == []
    (project.root / "content/s/a.md").unlink()
    settled(desk, project.root)
    desk.prune(())
    assert pages(desk) == pages(fresh(project.root))


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_a_file_that_changes_meanwhile_is_noticed(project: Project, change: str) -> None:
    given = inputs(project.root)
    if change == "edited":
        write_files(project.root, {"content/s/dam.md": "Other."})
    else:
        (project.root / "content/s/dam.md").unlink()
    desk = Desk(Memo())
    with pytest.raises(Moved, match=r"content/s/dam\.md"):
        desk.take(given)
    # Begun again, nothing of it is left.
    settled(desk, project.root)
    assert pages(desk) == pages(fresh(project.root))


def test_what_the_model_has_said_is_kept_when_it_is_stopped(
    make_project: Maker, tmp_path: Path, pattern_model: list[str]
) -> None:
    count = 50
    project = make_project({f"content/s/{n}.md": f"Ana Brel saw {n} gates." for n in range(count)})
    memo = Memo(tmp_path / "memo")

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "annotating" and done == 45:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Desk(memo).take(inputs(project.root), stop)
    memo.close()
    pattern_model.clear()
    memo = Memo(tmp_path / "memo")
    assert Desk(memo).take(inputs(project.root)).annotated == len(pattern_model) == count - 40
    memo.close()


# ---------------------------------------------------------------- settle


def test_nothing_that_changed_changes_nothing(project: Project) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    keys = {address: desk.key(address)[0] for address in pages(desk)}
    assert desk.settle(desk.take(inputs(project.root))) == set()
    assert {address: desk.key(address)[0] for address in pages(desk)} == keys


def test_settling_says_what_may_be_otherwise(project: Project) -> None:
    desk = Desk(Memo())
    assert desk.settle(desk.take(inputs(project.root))) is None
    write_files(project.root, {"content/s/mill.md": MILL + "\nMore.\n"})
    everywhere = {"index.html", "actors/index.html", "feed.xml", "404.html", "robots.txt"}
    changed = desk.settle(desk.take(inputs(project.root)))
    assert changed is not None
    assert {"s/mill.html", "s/mill.json", "s/index.html", "s/dam.html", *everywhere} <= changed
    assert not any(address.startswith("t/") for address in changed)
    write_files(project.root, {"content/s/mill.md": MILL + "\nOvid Marn left.\n"})
    changed = desk.settle(desk.take(inputs(project.root)))
    assert changed is not None
    assert "actors/ovid-marn.html" in changed
    for files in ({"templates/home.html": "x"}, {"briefgen.toml": 'title = "x"'}, {"content/s/map.svg": "other"}):
        write_files(project.root, files)
        assert desk.settle(desk.take(inputs(project.root))) is None


def test_a_template_that_changes_meanwhile_is_noticed(project: Project) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    before = desk.taken
    write_files(project.root, {"templates/404.html": "{{ page.title }}!"})
    taken = desk.take(inputs(project.root))
    write_files(project.root, {"templates/404.html": "{{ page.title }}!!"})
    with pytest.raises(Moved, match=r"404\.html"):
        desk.settle(taken)
    assert desk.taken is before
    settled(desk, project.root)
    assert desk.render(desk.plan.recipe("404.html")) == b"Page not found!!"


def test_an_article_may_be_shown_as_it_was(project: Project) -> None:
    desk = Desk(Memo())
    before = settled(desk, project.root)
    page = desk.render(desk.plan.recipe("s/dam.html"))
    write_files(project.root, {"content/s/dam.md": DAM.replace("2025-03-04", "12/4").replace("fled", "stayed")})
    taken = desk.take(inputs(project.root))
    desk.settle(taken, {"content/s/dam.md": before.outlines["content/s/dam.md"]})
    desk.prune(())
    assert desk.render(desk.plan.recipe("s/dam.html")) == page
    # What is wrong with the source is told all the same.
    assert [d.path for d in desk.diagnostics if d.severity == "error"] == ["content/s/dam.md"]
    desk.settle(taken)
    assert b"stayed" in desk.render(desk.plan.recipe("s/dam.html"))


def test_what_is_hidden_has_no_page_and_nothing_to_say(make_project: Maker) -> None:
    project = make_project({
        "content/s/a.md": "Ana Brel.", "content/s/b.md": "---\ndraft: true\nlang: fr\n---\nNon.",
    })  # fmt: skip
    desk = fresh(project.root)
    assert set(desk.shown) == {"content/s/a.md"}
    assert desk.diagnostics == ()
    shown = fresh(project.root, drafts=True)
    assert set(shown.shown) == {"content/s/a.md", "content/s/b.md"}
    assert [d.severity for d in shown.diagnostics] == ["notice"]
    assert shown.origins == {"s/a.html": "content/s/a.md", "s/b.html": "content/s/b.md"}


def test_drafts_are_read_before_they_are_asked_for(make_project: Maker, pattern_model: list[str]) -> None:
    project = make_project({"content/s/b.md": "---\ndraft: true\n---\nAna Brel."})
    desk = Desk(Memo())
    settled(desk, project.root)
    pattern_model.clear()
    settled(desk, project.root, drafts=True)
    assert "s/b.html" in desk.plan.pages
    assert pattern_model == []


# ---------------------------------------------------------------- pages


def test_a_page_is_kept_under_its_key(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    key = desk.printed("s/dam.html")
    assert kept_page(desk.memo, key) == desk.render(desk.plan.recipe("s/dam.html"))

    def fails(recipe: object) -> bytes:
        raise AssertionError(recipe)

    monkeypatch.setattr(desk, "render", fails)
    assert desk.printed("s/dam.html") == key


@pytest.mark.parametrize(
    ("files", "others"),
    [
        ({"templates/404.html": "x"}, {"404.html"}),
        ({"templates/quotes.html": "x"}, {"other/quotes.html", "s/quotes.html"}),
        ({"templates/assets/style.css": "x"}, set()),
        ({"content/s/unseen.csv": "1,2"}, set()),
        ({"templates/unused.html": "x"}, set()),
    ],
)
def test_only_pages_that_are_made_from_it_have_another_key(
    project: Project, files: Mapping[str, str | bytes], others: set[str]
) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    before = {address: desk.key(address)[0] for address in pages(desk)}
    write_files(project.root, files)
    settled(desk, project.root)
    assert {address for address in pages(desk) if desk.key(address)[0] != before[address]} == others


@pytest.mark.parametrize(
    "setting", ['title = "x"', 'description = "x"', 'base_url = "https://example.org/"', 'language = "en-GB"']
)
def test_what_all_pages_show_changes_the_key_of_all(project: Project, setting: str) -> None:
    desk = Desk(Memo())
    settled(desk, project.root)
    before = {address: desk.key(address)[0] for address in pages(desk)}
    write_files(project.root, {"briefgen.toml": setting})
    settled(desk, project.root)
    assert not [address for address, key in before.items() if desk.key(address)[0] == key]


def test_a_key_is_the_same_in_another_process(project: Project, tmp_path: Path) -> None:
    one, other = fresh(project.root), fresh(project.root)
    assert {a: one.key(a)[0] for a in pages(one)} == {a: other.key(a)[0] for a in pages(other)}


def test_many_articles_are_not_all_held_open(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.desk.OPEN", 3)
    project = make_project({f"content/s/{n}.md": f"Ana Brel saw {n} gates." for n in range(10)})
    desk = Desk(Memo())
    settled(desk, project.root)
    shown = pages(desk)
    assert len(desk._entries) == 3
    monkeypatch.undo()
    assert shown.keys() == desk.plan.pages.keys() - {a for a, c in desk.plan.pages.items() if not isinstance(c, Claim)}


# ---------------------------------------------------------------- a cache that others may throw away


def test_a_memo_thrown_away_in_between_is_noticed_and_made_anew(project: Project, pattern_model: list[str]) -> None:
    memo = Memo()
    desk = Desk(memo)
    settled(desk, project.root)
    memo.forget()
    with pytest.raises(Moved, match="content/"):
        pages(desk)
    assert desk.taken is None
    pattern_model.clear()
    settled(desk, project.root)
    assert len(pattern_model) == 2
    assert pages(desk) == pages(fresh(project.root))


def test_pages_that_are_kept_are_shown_though_their_articles_are_forgotten(project: Project) -> None:
    memo = Memo()
    desk = Desk(memo)
    settled(desk, project.root)
    before = pages(desk)
    keys = {address: desk.printed(address) for address in before}
    for stage in ("outline", "article", "annotation"):
        memo.prune(stage, ())
    assert {address: kept_page(memo, key) for address, key in keys.items()} == before
    assert {address: desk.printed(address) for address in before} == keys


@pytest.mark.parametrize("stage", ["outline", "article", "annotation"])
@pytest.mark.parametrize("damage", [b"", b"{damaged", b"\xff" * 100], ids=["empty", "short", "long"])
def test_damage_costs_another_try_and_nothing_else(project: Project, stage: str, damage: bytes) -> None:
    memo = Memo()
    settled(Desk(memo), project.root)
    for key in memo.keys(stage):
        memo.put(stage, key, damage)
    desk = Desk(memo)
    for _ in range(3):
        try:
            settled(desk, project.root)
            shown = pages(desk)
            break
        except Moved:
            continue
    else:
        pytest.fail("the damage stays")
    assert shown == pages(fresh(project.root))


@pytest.mark.parametrize("damage", [b"", b"{damaged", b"\xff" * 100], ids=["empty", "short", "long"])
def test_a_damaged_page_is_rendered_again(project: Project, damage: bytes) -> None:
    memo = Memo()
    desk = Desk(memo)
    settled(desk, project.root)
    key = desk.printed("s/dam.html")
    page = kept_page(memo, key)
    memo.put("page", key, damage)
    for _ in range(2):
        try:
            assert kept_page(memo, desk.printed("s/dam.html")) == page
            break
        except Moved:
            continue
    else:
        pytest.fail("the damage stays")


def test_pruning_keeps_what_is_needed_and_nothing_else(project: Project, pattern_model: list[str]) -> None:
    memo = Memo()
    desk = Desk(memo)
    settled(desk, project.root)
    old = {stage: memo.keys(stage) for stage in ("outline", "article", "annotation")}
    keys = [desk.printed(address) for address in pages(desk)]
    write_files(project.root, {"content/s/dam.md": DAM.replace("fled", "stayed")})
    (project.root / "content/s/mill.md").unlink()
    settled(desk, project.root)
    now = [desk.printed(address) for address in pages(desk)]
    desk.prune(now)
    assert memo.keys("page") == set(now) != set(keys)
    for stage, before in old.items():
        left = memo.keys(stage)
        assert len(left) < len(before)
        assert len(left - before) == 1
    pattern_model.clear()
    again = Desk(memo)
    settled(again, project.root)
    shown = pages(again)
    assert pattern_model == []
    assert shown == pages(fresh(project.root))


# ---------------------------------------------------------------- incremental equals clean

PLACES = tuple(f"content/{place}" for place in ("a.md", "s/index.md", "s/one.md", "s/two.md", "t/x.md"))
POOL = (
    DAM, MILL, "Plain.\n", "# Ana Brel\n\n“No,” said Ana Brel. 3 gates.", "---\ndraft: true\n---\nAna Brel.",
    "---\ntitel: x\n---\nx", "---\nlang: fr\naliases: [old.html]\n---\nNon.", "---\nslug: taken\n---\nOvid Marn left.", "",
)  # fmt: skip
EDITS = st.one_of(
    st.tuples(st.sampled_from(PLACES), st.none() | st.sampled_from(POOL)),
    st.tuples(
        st.just("templates/404.html"), st.sampled_from((None, "{{ page.title }}", "{% include 'theme/404.html' %}"))
    ),
    st.tuples(st.just("content/s/map.svg"), st.sampled_from((None, "<svg/>", "<svg></svg>"))),
    st.tuples(st.just("briefgen.toml"), st.sampled_from(("", 'title = "A"', 'language = "fr"'))),
)
STEPS = st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=4)


def edit(root: Path, changes: list[tuple[str, str | None]]) -> None:
    for place, text in changes:
        if text is None:
            (root / place).unlink(missing_ok=True)
        else:
            write_files(root, {place: text})


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_edits_a_desk_shows_what_a_fresh_one_shows(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[tuple[str, str | None]], bool]]
) -> None:
    root = tmp_path_factory.mktemp("p")
    write_files(root, {"briefgen.toml": "", **FILES})
    desk = Desk(Memo())
    for changes, drafts in steps:
        edit(root, changes)
        settled(desk, root, drafts=drafts)
        clean = fresh(root, drafts=drafts)
        assert desk.plan.pages == clean.plan.pages
        assert desk.diagnostics == clean.diagnostics
        assert desk.shown == clean.shown
        once = pages(clean)
        keys = {address: desk.printed(address) for address in once}
        assert keys == {address: clean.key(address)[0] for address in once}
        assert {address: kept_page(desk.memo, key) for address, key in keys.items()} == once
        desk.prune(keys.values())
