"""Pages are light: what an article's page and all that it loads may weigh."""

from __future__ import annotations

import json

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from tests import weights
from tests.builds import flat
from tests.conftest import Maker

pytestmark = pytest.mark.usefixtures("pattern_model")

ARTICLE = "story/gate"


@pytest.fixture
def site(make_project: Maker) -> dict[str, bytes]:
    """A site of that article, between two others."""
    files: dict[str, str | bytes] = {
        f"content/story/{name}.md": "---\ndate: 2025-03-04\n---\n\nOvid Marn slept.\n" for name in "az"
    }
    return flat(build(gather(make_project({**files, f"content/{ARTICLE}.md": weights.article()})), Memo()))


def test_the_article_is_as_long_and_as_annotated_as_it_says(site: dict[str, bytes]) -> None:
    record = json.loads(site[f"{ARTICLE}.json"])
    facts = [fact["kind"] for fact in record["facts"]]
    found = {
        "quotes": len(record["quotes"]),
        "figures": facts.count("figure"),
        "dates": facts.count("date"),
        "key facts": len(record["key_facts"]),
        "names": len(record["mentions"]),
    }
    assert found == weights.ANNOTATIONS
    assert sum(found.values()) == 60
    assert len(weights.article().split("---\n")[2].split()) == weights.WORDS


def test_its_page_and_what_it_loads_weigh_little(site: dict[str, bytes]) -> None:
    weight = weights.weigh(site, f"{ARTICLE}.html")
    assert 10_000 < weight.html < weights.HTML
    assert 10_000 < weight.css < weights.CSS
    assert 1_000 < weight.javascript < weights.JAVASCRIPT


def test_style_sheets_and_programs_weigh_little_on_every_page(site: dict[str, bytes]) -> None:
    weighed = {address: weights.weigh(site, address) for address in site if address.endswith(".html")}
    assert any(weight.css and weight.javascript for weight in weighed.values())
    assert not {address: weight.css for address, weight in weighed.items() if weight.css >= weights.ANY_CSS}
    # What searches is loaded with the page for searching alone.
    assert not {
        address: weight.javascript
        for address, weight in weighed.items()
        if weight.javascript >= weights.JAVASCRIPT + (40_000 if address == "search.html" else 5_000)
    }


def test_the_sheet_for_paper_is_small(site: dict[str, bytes]) -> None:
    assert 1_000 < len(site["assets/print.css"]) < weights.PAPER
