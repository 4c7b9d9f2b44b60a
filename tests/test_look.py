"""A site's own colours and logo, and the day that printed pages name."""

from __future__ import annotations

import re

import pytest

from briefgen.build import build, gather
from briefgen.diagnostic import BriefgenError
from briefgen.memo import Memo
from tests.builds import flat
from tests.conftest import Maker
from tests.files import Html

pytestmark = pytest.mark.usefixtures("pattern_model")

FILES: dict[str, str | bytes] = {
    "content/s/dam.md": "---\ndate: 2025-03-04\n---\nAna Brel fled.\n",
    "content/s/mill.md": "---\ndate: 2025-03-06\n---\nAna Brel came back.\n",
    "content/s/undated.md": "Ovid Marn stayed.\n",
    "content/pictures/mark.svg": "<svg/>",
    "templates/assets/crest.svg": "<svg/>",
}


def site_of(make_project: Maker, settings: str = "") -> dict[str, str]:
    built = build(gather(make_project({**FILES, "briefgen.toml": settings})), Memo())
    assert not [one for one in built.outcome.diagnostics if one.severity == "error"]
    return {
        address: content.decode() for address, content in flat(built).items() if address.endswith((".html", ".css"))
    }


def test_without_settings_pages_have_the_themes_colours_and_no_logo(make_project: Maker) -> None:
    for address, page in site_of(make_project).items():
        if address.endswith(".html") and not address.endswith("print.html"):
            assert "<style>" not in page, address
            assert '<img class="logo"' not in page, address


def test_colours_are_on_every_page_with_the_surfaces_that_follow_from_them(make_project: Maker) -> None:
    settings = '[colours]\naccent = { light = "#7a1f5c" }\nquote = { dark = "#80e0a0" }\n'
    site = site_of(make_project, settings)
    for address, page in site.items():
        if not address.endswith(".html"):
            continue
        (rules,) = re.findall(r"<style>\s*(:root\{[^<]*)", page)
        assert "--accent:#7a1f5c" in rules, address
        assert "light-dark(#1b6b45,#80e0a0)" in rules, address
        assert "--accent-tint:" in rules, address
        assert ("--paper:" in rules) == address.endswith("print.html"), address


@pytest.mark.parametrize(
    ("written", "address"),
    [("pictures/mark.svg", "pictures/mark.svg"), ("content/pictures/mark.svg", "pictures/mark.svg"), ("crest.svg", "assets/crest.svg"),
     ("assets/crest.svg", "assets/crest.svg"), ("templates/assets/crest.svg", "assets/crest.svg")],
)  # fmt: skip
def test_the_logo_is_a_file_of_the_site(make_project: Maker, written: str, address: str) -> None:
    site = site_of(make_project, f'logo = "{written}"\n')
    for place in ("index.html", "s/dam.html", "s/print.html", "actors/ana-brel.html"):
        (logo,) = [attrs for tag, attrs in Html(site[place]).tags if (tag, attrs.get("class")) == ("img", "logo")]
        assert logo["src"] == "../" * place.count("/") + address
        assert logo["alt"] == ""  # the title stands beside it


def test_a_logo_that_is_not_there_is_an_error_that_says_where(make_project: Maker) -> None:
    with pytest.raises(
        BriefgenError, match=r"briefgen\.toml:2:1: there is no file “logo.png” for the logo; put it into content/"
    ):
        gather(make_project({**FILES, "briefgen.toml": 'title = "x"\nlogo = "logo.png"\n'}))


def imprint(page: str) -> str:
    (found,) = re.findall(r'<p class="address imprint">([^<]*)</p>', page) or [""]
    return " ".join(found.split())


def test_a_printed_page_names_the_day_of_its_newest_article(make_project: Maker) -> None:
    site = site_of(make_project)
    assert imprint(site["s/dam.html"]) == "As of 4 March 2025, the date of the newest article shown"
    for address in ("index.html", "s/index.html", "s/facts.html", "actors/ana-brel.html"):
        assert imprint(site[address]) == "As of 6 March 2025, the date of the newest article shown", address
    assert imprint(site["s/undated.html"]) == imprint(site["404.html"]) == ""


def test_a_printed_page_names_its_address_and_the_day_that_was_told(make_project: Maker) -> None:
    site = site_of(make_project, 'base_url = "https://example.org/b/"\ndated = "2025-05-20"\n')
    assert imprint(site["s/dam.html"]) == "Built on 20 May 2025 · https://example.org/b/s/dam.html"
    assert imprint(site["s/undated.html"]) == "Built on 20 May 2025 · https://example.org/b/s/undated.html"
    assert '@bottom-left{content:"https://example.org/b/s/dam.html"}' in site["s/dam.html"]


def test_no_address_can_leave_its_css_string(make_project: Maker) -> None:
    site = site_of(make_project, "base_url = 'https://example.org/\"}</style><script>\\'\n")
    for address, page in site.items():
        if address.endswith(".html"):
            assert "<script>" not in page, address
            assert page.count("</style>") == page.count("<style"), address


@pytest.mark.parametrize("asset", ["style.css", "article.css"])
def test_paper_has_one_sheet(make_project: Maker, asset: str) -> None:
    site = site_of(make_project)
    assert "@media print" not in site[f"assets/{asset}"]
    assert '<link rel="stylesheet" media="print" href="../assets/print.css">' in site["s/dam.html"]
