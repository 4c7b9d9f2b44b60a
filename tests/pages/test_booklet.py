"""The whole of a briefing in one file: it stands by itself, and it is bounded."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from briefgen.pages import booklet
from tests.builds import flat
from tests.conftest import Maker
from tests.files import Html
from tests.outlines import outlined
from tests.pages.test_plan import planned

FILES: dict[str, str | bytes] = {
    "content/s/index.md": "---\ntitle: Dams\nsummary: All of it.\norder: oldest\n---\n\n# First\n\nSee [the dam](dam.md#the-end), [first](#first)[^1].\n\n[^1]: Here.\n",
    "content/s/dam.md": (
        "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\nauthor: Jo Vell\nurl: https://example.org/dam\n---\n\n# First\n\n"
        "Ana Brel fled on 2025-03-04. “It stayed shut all of that night,” said Ana Brel. 12 houses fell.[^1] See [the mill](mill.md#first), "
        "![it](map.svg), [first](#first), [far](../t/one.md).\n\n## The end\n\nThe end.\n\n[^1]: Ovid Marn drew it.\n"
    ),
    "content/s/mill.md": "---\ntitle: The mill\ndate: 2025-03-05\nlang: en\n---\n\n# First\n\nAna Brel fled on 2025-03-04.[^1] “It stayed shut all of that night,” said Ana Brel. 12 houses fell.\n\n[^1]: So.\n",
    "content/s/map.svg": "<svg/>",
    "content/t/one.md": "---\ndate: 2024-01-01\n---\nKim Orrel met Lee Tavin at 2 gates.\n",
}  # fmt: skip


def booklet_of(make_project: Maker, settings: str = "", files: dict[str, str | bytes] | None = None) -> str:
    built = build(gather(make_project({**(files or FILES), "briefgen.toml": settings})), Memo())
    assert [one for one in built.outcome.diagnostics if one.severity == "error"] == []
    return flat(built)["s/print.html"].decode()


@pytest.mark.usefixtures("pattern_model")
@pytest.mark.parametrize("settings", ["", 'base_url = "https://site.example/b/"'])
def test_it_needs_no_other_file(make_project: Maker, settings: str) -> None:
    page = Html(booklet_of(make_project, settings))
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "iframe", "object", "embed"}
    assert [attrs.get("rel") for tag, attrs in page.tags if tag == "link"] == (["canonical"] if settings else [])
    assert page.values("src") == ["../s/map.svg"]


@pytest.mark.usefixtures("pattern_model")
@pytest.mark.parametrize("settings", ["", 'base_url = "https://site.example/b/"'])
def test_links_to_what_it_holds_stay_in_it(make_project: Maker, settings: str) -> None:
    page = Html(booklet_of(make_project, settings))
    ids = page.values("id")
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    inner = [link[1:] for link in page.values("href") if link.startswith("#")]
    assert set(inner) <= set(ids)
    assert {"a1", "a2", "a1-the-end", "a2-first", "index-first", "who-ana-brel"} <= set(inner)
    outer = {link for link in page.values("href") if not link.startswith("#")}
    away = "https://site.example/b/" if settings else "../"
    assert outer <= {f"{away}t/one.html", f"{away}s/print.html"} | {
        f"{away}actors/{who}.html" for who in ("ovid-marn",)
    }


@pytest.mark.usefixtures("pattern_model")
def test_it_holds_what_the_briefing_does(make_project: Maker) -> None:
    page = booklet_of(make_project)
    text = " ".join(Html(page).text.split())
    for words in ("Dams", "All of it.", "What happened", "Who is involved", "What they said", "The figures", "In order of time",
                  "Dam gives way", "The mill", "By Jo Vell", "Original: https://example.org/dam", "As of 5 March 2025"):  # fmt: skip
        assert words in text
    assert page.index("Dam gives way</h3>") < page.index("The mill</h3>")  # the briefing's order
    labels = re.findall(r'class="label" [^>]*>(\w+)<', page)
    assert labels == [label for label in labels if re.fullmatch(r"[QFK]\d+", label)]
    assert labels.count("Q1") == 2
    german = booklet_of(make_project, 'interface = "de"\ndated = "2025-05-20"')
    assert "Was geschah" in german
    assert "Erstellt am 20. Mai 2025" in german
    assert "What happened" not in german


@pytest.mark.usefixtures("pattern_model")
def test_content_cannot_leave_its_place(make_project: Maker) -> None:
    bad = "</style><script>alert(1)</script>"
    files = {**FILES, "content/s/dam.md": f"---\ntitle: '{bad}'\nsource: '{bad}'\n---\n\n{bad}\n"}
    page = booklet_of(make_project, f'title = "{bad}"\nbase_url = "https://site.example/\\"}}{bad}"', files)
    assert "<script" not in page
    assert page.count("</style>") == 1


def test_a_large_briefing_is_bounded() -> None:
    count = booklet.MOST + booklet.NAMED + 5
    outlines = {
        f"content/s/{n:04}.md": outlined(f"content/s/{n:04}.md", f"---\ndate: {2000 + n // 300}-01-{n % 28 + 1:02}\n---\nAna Brel saw {n} men.\n")
        for n in range(count)
    }  # fmt: skip
    recipe = planned(outlines).recipe("s/print.html")
    assert isinstance(recipe, booklet.BookletRecipe)
    assert (len(recipe.articles), len(recipe.further), recipe.total) == (booklet.MOST, booklet.NAMED, count)
    days = {path: one.date or "" for path, one in outlines.items()}
    held = {used.path for used in recipe.articles}
    assert min(days[path] for path in held) >= max(days[path] for path in days if path not in held)
    assert recipe.further[0].date == max(days[path] for path in days if path not in held)
    assert {at for at, _ in recipe.events} <= set(range(booklet.MOST))


def test_long_articles_are_fewer_and_one_is_always_there() -> None:
    long = "word " * (booklet.WORDS // 2 + 1)
    outlines = {
        f"content/s/{n}.md": outlined(f"content/s/{n}.md", f"---\ndate: 2025-01-0{n}\n---\n{long}\n") for n in (1, 2, 3)
    }
    recipe = planned(outlines).recipe("s/print.html")
    assert isinstance(recipe, booklet.BookletRecipe)
    assert [used.path for used in recipe.articles] == ["content/s/3.md"]
    assert [one.title for one in recipe.further] == ["2", "1"]


@pytest.mark.usefixtures("pattern_model")
def test_it_says_that_it_does_not_hold_all(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "MOST", 1)
    monkeypatch.setattr(booklet, "NAMED", 0)
    text = " ".join(Html(booklet_of(make_project)).text.split())
    assert "This file holds the newest article of 2" in text
