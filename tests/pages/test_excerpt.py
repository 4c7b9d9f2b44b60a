"""A site of excerpts: nowhere does it hold more of the texts than it may, and everything still leads somewhere."""

from __future__ import annotations

import json
import re

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from tests.builds import flat
from tests.conftest import Maker
from tests.files import Html
from tests.test_pages import check_links

pytestmark = pytest.mark.usefixtures("pattern_model")

LETTERS = "abcdefghij"
SECRETS = tuple(f"{a}{b}ward" for a in LETTERS for b in LETTERS)
"""Words, each of which stands in one sentence of its own."""


def told(start: int, end: int) -> str:
    return " ".join(
        f"Nothing more was known of the {one} road in the dark, and the keeper slept." for one in SECRETS[start:end]
    )


FILES: dict[str, str | bytes] = {
    "content/s/index.md": "---\ntitle: Dams\n---\n\nSee [the dam](dam.md).\n",
    "content/s/dam.md": (
        "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\nurl: https://example.org/dam\n---\n\nThe gate stayed shut that night. "
        "Ana Brel fled on 2025-03-04. “It was shut,” said Ana Brel. 12 houses fell.\n\n"
        f"{told(0, 15)}\n\nOvid Marn came on 2025-03-05 with 3 men. {told(15, 30)}\n\n“Nobody told us,” warned Jo Vell. {told(30, 50)}\n"
    ),
    "content/s/own.md": f"---\ntitle: Our own\ndate: 2025-03-06\nexcerpt: false\n---\n\nAna Brel spoke. {told(80, 100)}\n",
    "content/s/mill.md": f"---\ntitle: The mill\ndate: 2025-03-05\n---\n\nJo Vell saw 5 men at the mill. See [the dam](dam.md). {told(50, 80)}\n",
}
SETTINGS = 'base_url = "https://site.example/b/"\nexcerpts = true\nexcerpt_words = 12\n'


def built(make_project: Maker, settings: str = SETTINGS) -> tuple[dict[str, bytes], list[str]]:
    result = build(gather(make_project({**FILES, "briefgen.toml": settings})), Memo())
    return flat(result), [str(one) for one in result.outcome.diagnostics]


def secrets(content: bytes) -> set[str]:
    text = content.decode("utf-8", "replace")
    return {one for one in SECRETS if one in text}


def test_the_whole_site_together_holds_no_more_than_it_may(make_project: Maker) -> None:
    site, _ = built(make_project)
    assert "s/print.html" in site
    held = set().union(*map(secrets, site.values()))
    theirs, own = held & set(SECRETS[:80]), held & set(SECRETS[80:])
    assert own == set(SECRETS[80:])
    assert 0 < len(theirs) <= 40
    for article in (set(SECRETS[:50]), set(SECRETS[50:80])):
        assert len(held & article) <= len(article) / 2


def test_every_link_still_leads_to_an_element(make_project: Maker) -> None:
    site, _ = built(make_project)
    check_links(site)


def test_the_page_sends_its_readers_to_the_original(make_project: Maker) -> None:
    site, _ = built(make_project)
    page = Html(site["s/dam.html"])
    (canonical,) = [attrs["href"] for tag, attrs in page.tags if attrs.get("rel") == "canonical"]
    assert canonical == "https://example.org/dam"
    assert page.values("href").count("https://example.org/dam") >= 3
    assert re.search(r"fled on 2025-03-04\.(?:[QKF]\d)* “It(?:[QKF]\d)*…", page.text)
    assert "This is an excerpt. The text belongs to Ledger" in page.text
    assert "https://site.example/b/s/dam.html" in page.text  # on paper, where this page itself stands
    own = Html(site["s/own.html"])
    assert "https://site.example/b/s/own.html" in [a["href"] for _, a in own.tags if a.get("rel") == "canonical"]
    sitemap = site["sitemap.xml"].decode()
    assert "s/own.html" in sitemap
    assert "s/dam.html" not in sitemap


def test_the_record_keeps_its_offsets_and_not_its_text(make_project: Maker) -> None:
    site, _ = built(make_project)
    record = json.loads(site["s/dam.json"])
    for mention in record["mentions"]:
        assert record["text"][mention["start"] : mention["end"]].strip()
    assert len(secrets(site["s/dam.json"])) <= 25
    assert len(record["text"]) > 3000


def test_an_excerpt_without_an_original_is_warned_of_and_told_what_to_write(make_project: Maker) -> None:
    _, said = built(make_project)
    (one,) = said
    assert one.startswith(
        "content/s/mill.md:1: is published in excerpts, but there is no link to the original; write url: https://…"
    )


def test_settings_decide_only_where_the_article_does_not(make_project: Maker) -> None:
    site, said = built(make_project, "")
    assert said == []
    assert secrets(site["s/dam.html"]) == set(SECRETS[:50])
    files = {**FILES, "content/s/dam.md": str(FILES["content/s/dam.md"]).replace("source:", "excerpt: true\nsource:")}
    one = flat(build(gather(make_project({**files, "briefgen.toml": ""})), Memo()))
    assert len(secrets(one["s/dam.html"])) <= 25
    assert secrets(one["s/mill.html"]) == set(SECRETS[50:80])
