"""The pages of a small site: every link leads somewhere, nothing calls another host, ids are unique."""

from __future__ import annotations

import json
import posixpath
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from briefgen.annotation import Annotation, Fact, Interval, KeyFact, Quote, record
from briefgen.article import parse
from briefgen.briefing.outline import Entry
from briefgen.build import build, gather
from briefgen.interface import words as words_of
from briefgen.memo import Memo
from briefgen.pages import addresses, lists, people, wording
from briefgen.pages.anchors import anchors
from briefgen.pages.page import absolute
from briefgen.project import load
from briefgen.source import decode
from briefgen.span import Span
from tests.builds import flat
from tests.conftest import Maker
from tests.files import Html

pytestmark = pytest.mark.usefixtures("pattern_model")

FILES: dict[str, str | bytes] = {
    "content/index.md": "# Loose ends\n\nSee [the dam](story/2025-03-04-dam.md).\n",
    "content/loose.txt": "Gate log found in the mill\n\nAna Brel found it on 2025-03-07. It has 31 pages.\n",
    "content/story/index.md": "---\ntitle: Dams & <mills>\nsummary: All of it.\n---\n\nSee [it](2025-03-04-dam.md) and ![map](map.svg).\n",
    "content/story/2025-03-04-dam.md": (
        "---\ntitle: 'Dam gives <way> & \"more\"'\ndate: 2025-03-04\nsource: Ledger\nauthor: Jo Vell\n"
        "url: https://example.org/a?b=c&d=e\naliases: [/old/dam.html, old/dam/, dam]\n---\n\n"
        "# First\n\nAna Brel, the minister, fled on 2025-03-04. “The gate stayed *shut*,” said Ana Brel. 1,400 houses fell.\n\n"
        "“Nobody told [us](mill.md#the-end),” warned he. See [below](#first), [the mill](mill.md), ![map](map.svg)[^1]\n\n"
        "| 12 gates | Calvessa |\n|---|---|\n| 5 men | Ovid Marn |\n\n![far](https://example.org/x.png) <script>alert(1)</script>\n\n"
        "[^1]: Ovid Marn drew it in Calvessa.\n\n[ref]: <../My Folder/наводнение 2.md>\n\nAnd [this][ref] and [that](../My%20Folder/%D0%BD%D0%B0%D0%B2%D0%BE%D0%B4%D0%BD%D0%B5%D0%BD%D0%B8%D0%B5%202.md).\n"
    ),
    "content/story/mill.md": "# The mill\n\nOvid Marn stayed. “No,” said Ovid Marn.\n\n## The end\n\n2 men left. Back to [the dam](./2025-03-04-dam.md).\n",
    "content/story/map.svg": "<svg/>",
    "content/My Folder/наводнение 2.md": "---\ndate: 2025-03-01\n---\nВода. Ana Brel said 3 words. ![pic](<pic 1.png>) [up](../story/mill.md)\n",
    "content/My Folder/pic 1.png": b"\x89PNG",
    "content/arabic/خبر.md": "---\nlang: ar\ntitle: خبر\n---\nانهار السد.\n",
}


def site_of(make_project: Maker, files: dict[str, str | bytes] | None = None, settings: str = "") -> dict[str, bytes]:
    project = make_project({**(FILES if files is None else files), "briefgen.toml": settings})
    result = build(gather(project), Memo())
    assert [d for d in result.outcome.diagnostics if d.severity == "error"] == []
    return flat(result)


def pages(site: dict[str, bytes]) -> dict[str, Html]:
    return {address: Html(content) for address, content in site.items() if address.endswith(".html")}


def check_links(site: dict[str, bytes]) -> None:
    """Every relative link leads to a file of the site, and to an element of it."""
    read = pages(site)
    ids = {address: set(page.values("id")) for address, page in read.items()}
    checked = 0
    for address, page in read.items():
        links = page.values("href", "src")
        links += [content.split("url=", 1)[1] for content in page.values("content") if "url=" in content]
        for link in links:
            assert link, f"{address}: a link that leads nowhere"
            parts = urlsplit(link)
            if parts.scheme:
                continue
            assert not parts.netloc, link
            assert not link.startswith("/"), link
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(parts.path)))
                if parts.path
                else address
            )
            assert target in site, f"{address}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], f"{address}: {link}"
            checked += 1
    assert checked > 50


@pytest.mark.parametrize("settings", ["", 'base_url = "https://example.org/b/"'])
def test_every_link_leads_to_a_file_and_an_element_of_the_site(make_project: Maker, settings: str) -> None:
    check_links(site_of(make_project, settings=settings))


def test_nothing_but_links_of_authors_names_another_host(make_project: Maker) -> None:
    site = site_of(make_project)
    for address, page in pages(site).items():
        assert not [
            value
            for value in page.values("src", "srcset", "poster", "data", "action")
            if urlsplit(value).netloc or urlsplit(value).scheme
        ]
        for tag, attrs in page.tags:
            far = urlsplit(attrs.get("href", ""))
            if far.netloc or far.scheme:
                assert tag == "a", (address, tag, attrs)
                assert attrs["href"].startswith("https://example.org/")
    for address in (
        "assets/style.css",
        "assets/article.css",
        "assets/pages.css",
        "assets/article.js",
        "assets/front.css",
        "assets/tallies.css",
        "assets/lists.css",
        "assets/briefgen.js",
    ):
        assert not re.search(rb"url\(\s*['\"]?(?:https?:)?//|@import|https?://(?!www\.w3\.org/)", site[address])


def test_ids_are_unique_on_each_page(make_project: Maker) -> None:
    for address, page in pages(site_of(make_project)).items():
        repeated = [id for id, times in Counter(page.values("id")).items() if times > 1]
        assert not repeated, address


def test_what_a_page_says_of_other_elements_is_true(make_project: Maker) -> None:
    named = 0
    for page in pages(site_of(make_project)).values():
        ids = set(page.values("id"))
        for value in page.values("aria-labelledby", "aria-details", "aria-describedby", "aria-controls", "for"):
            assert set(value.split()) <= ids
            named += 1
    assert named > 10


def test_links_never_nest(make_project: Maker) -> None:
    for address, content in site_of(make_project).items():
        if address.endswith(".html"):
            depth = 0
            for tag in re.findall(r"<(/?)a[ >]", content.decode()):
                depth += -1 if tag else 1
                assert 0 <= depth <= 1, address


def test_a_dateline_stands_in_its_article_alone(make_project: Maker) -> None:
    report = "Ana Brel saw 12 houses fall on 2025-03-04."
    text = f"CALVESSA, 2025-03-05 (NVA) - {report}\n\nOvid Marn saw 3 fall.\n"
    site = site_of(make_project, {"content/s/dam.md": f"---\ntitle: The dam\ndate: 2025-03-05\n---\n{text}"})
    shown = {address for address, page in site.items() if b"CALVESSA" in page and address.endswith((".html", ".xml"))}
    assert shown == {"s/dam.html", "s/print.html"}
    told = {address for address, page in site.items() if report.encode() in page and address.endswith(".html")}
    assert {"s/index.html", "s/facts.html", "s/timeline.html"} <= told
    assert site["actors/ana-brel.html"].count(b" saw 12 houses fall") == 1
    assert b"NVA" not in site["actors/ana-brel.html"]


def test_what_authors_write_never_becomes_markup(make_project: Maker) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    quoted = json.dumps(evil)
    files: dict[str, str | bytes] = {
        "content/s/index.md": f"---\ntitle: {quoted}\nsummary: {quoted}\n---\n{evil}\n",
        "content/s/a.md": f"---\ntitle: {quoted}\nsource: {quoted}\nauthor: {quoted}\nactors: [{quoted}]\naliases: [x]\n---\n"
        f"# {evil}\n\n“{evil},” said Ana Brel. {evil} 12 {evil}\n",
        "content/s/b.txt": f"{evil} is here today\n\n“{evil},” said Ana Brel. 12 men\n",
    }
    settings = f"title = {quoted}\ndescription = {quoted}\n"
    for address, page in pages(site_of(make_project, files, settings)).items():
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert all(
            attrs.get("src", "").endswith(
                ("assets/article.js", "assets/briefgen.js", "assets/lists.js", "assets/search.js")
            )
            for attrs in scripts
        ), address
        assert "img" not in {tag for tag, _ in page.tags}
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


def test_links_between_sources_become_links_between_pages(make_project: Maker) -> None:
    site = site_of(make_project)
    dam = pages(site)["story/2025-03-04-dam.html"].values("href", "src")
    assert {"../story/mill.html", "../story/mill.html#the-end", "#first", "../story/map.svg"} <= set(dam)
    assert "../my-folder/%D0%BD%D0%B0%D0%B2%D0%BE%D0%B4%D0%BD%D0%B5%D0%BD%D0%B8%D0%B5-2.html" in dam
    folder = pages(site)["my-folder/наводнение-2.html"].values("href", "src")
    assert {"../My%20Folder/pic%201.png", "../story/mill.html"} <= set(folder)
    assert "../story/2025-03-04-dam.html" in pages(site)["story/index.html"].values("href")
    assert "story/2025-03-04-dam.html" in pages(site)["overview.html"].values("href")


@pytest.mark.parametrize("target", ["//[x", "http://[bad", "[x", "%zz", "a\\b", "?", "#", ":", "a:b:c", "//", "///x"])
def test_no_link_stops_a_build(make_project: Maker, target: str) -> None:
    site_of(make_project, {"content/a.md": f"[x]({target}) [y](<{target}>)\n\n[z]\n\n[z]: {target}\n"})


@pytest.mark.parametrize(
    "text", ["\n" * 50_000, "[\n" * 20_000, "](" * 50_000, "[a]:\n" * 20_000, "](a(" * 30_000, "](<" * 30_000]
)
def test_links_are_found_in_time(make_project: Maker, text: str) -> None:
    import time

    from briefgen.pages.links import TARGET

    began = time.perf_counter()
    list(TARGET.finditer(text))
    assert time.perf_counter() - began < 2


# ---------------------------------------------------------------- for machines

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("base", ["", "https://example.org/b/"])
def test_the_feed_is_atom(make_project: Maker, base: str) -> None:
    site = site_of(make_project, settings=f'title = "A & <b>"\nbase_url = "{base}"')
    feed = ET.fromstring(site["feed.xml"])
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(ATOM + name)) == 1
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 5
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 5
    for element in (feed, *entries):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme in ("https", "urn")
        (link,) = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        target = link.get("href") or ""
        assert target.startswith(base)
        address = unquote(target.removeprefix(base)) or "index.html"
        assert address in site
    dates = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert dates == sorted(dates, key=str, reverse=True)
    assert max(map(str, dates)) == feed.findtext(f"{ATOM}updated")
    assert 'Dam gives <way> & "more"' in [entry.findtext(f"{ATOM}title") for entry in entries]


def test_the_feed_is_xml_whatever_letters_a_title_has(make_project: Maker) -> None:
    site = site_of(
        make_project,
        {
            "content/a.md": '---\ntitle: "a\\x07b\\x1b[31m\\0"\n---\nText.',
            "content/b.txt": "Some \x0b\x1b words \x01 here\n\nText \x02 12 men.\n",
        },
        'base_url = "https://example.org/"',
    )
    for address in ("feed.xml", "sitemap.xml"):
        ET.fromstring(site[address])


def test_the_sitemap_lists_every_page_once(make_project: Maker) -> None:
    site = site_of(make_project, settings='base_url = "https://example.org/b/"')
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    sitemap = ET.fromstring(site["sitemap.xml"])
    assert sitemap.tag == f"{name}urlset"
    places = [url.findtext(f"{name}loc") or "" for url in sitemap.findall(f"{name}url")]
    assert len(places) == len(set(places))
    listed = {unquote(place.removeprefix("https://example.org/b/")) for place in places}
    listed = {place + "index.html" if not place or place.endswith("/") else place for place in listed}
    redirects = {"old/dam.html", "old/dam/index.html", "dam.html"}
    # What is printed stands elsewhere too.
    elsewhere = {"404.html", "search.html"} | {address for address in site if address.endswith("print.html")}
    assert listed == {address for address in site if address.endswith(".html")} - redirects - elsewhere
    changed = {url.findtext(f"{name}loc"): url.findtext(f"{name}lastmod") for url in sitemap.findall(f"{name}url")}
    assert changed["https://example.org/b/story/2025-03-04-dam.html"] == "2025-03-04"
    assert b"Sitemap: https://example.org/b/sitemap.xml" in site["robots.txt"]


def test_without_a_base_url_there_is_no_sitemap(make_project: Maker) -> None:
    site = site_of(make_project)
    assert "sitemap.xml" not in site
    assert b"Sitemap" not in site["robots.txt"]


def test_a_canonical_address_leaves_out_only_the_name_of_an_index() -> None:
    base = "https://example.org/"
    assert absolute(base, "index.html") == base
    assert absolute(base, "a b/index.html") == base + "a%20b/"
    assert absolute(base, "a/reindex.html") == base + "a/reindex.html"


def test_former_addresses_lead_to_the_article(make_project: Maker) -> None:
    site = site_of(make_project)
    for address, link in (
        ("old/dam.html", "../story/2025-03-04-dam.html"), ("old/dam/index.html", "../../story/2025-03-04-dam.html"),
        ("dam.html", "story/2025-03-04-dam.html"),
    ):  # fmt: skip
        page = Html(site[address])
        assert f"0; url={link}" in page.values("content")
        assert link in page.values("href")
        assert "noindex" in page.values("content")


def test_a_former_address_that_is_taken_is_named(make_project: Maker) -> None:
    files: dict[str, str | bytes] = {
        "content/a.md": "---\naliases: [b.html, a.html, index.html]\n---\nx",
        "content/b.md": "Second.",
    }
    result = build(gather(make_project(files)), Memo())
    errors = [str(d) for d in result.outcome.diagnostics]
    assert len(errors) == 3
    assert all(error.startswith("content/a.md: claims the address") for error in errors)
    assert b"Second." in flat(result)["b.html"]


def test_the_page_for_lost_readers_works_at_any_depth(make_project: Maker) -> None:
    page = Html(site_of(make_project, settings='base_url = "https://example.org/b/"')["404.html"])
    links = [link for link in page.values("href", "src") if not link.startswith("#")]
    assert links
    assert all(link.startswith("https://example.org/b/") for link in links), links


def test_an_articles_record_is_beside_it(make_project: Maker) -> None:
    site = site_of(make_project)
    found = json.loads(site["story/2025-03-04-dam.json"])
    assert found["id"] == "2025-03-04-dam"
    assert found["path"] == "content/story/2025-03-04-dam.md"
    assert found["date"] == "2025-03-04"
    quote = found["quotes"][0]
    start, end = quote["content"][0]
    assert found["text"][start:end] == "The gate stayed shut,"
    assert "2025-03-04-dam.json" in " ".join(Html(site["story/2025-03-04-dam.html"]).values("href"))


SPAN = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}


def test_a_record_has_the_published_form(make_project: Maker) -> None:
    schema = {
        "type": "object",
        "required": ["id", "path", "text", "lang", "date", "mentions", "actors", "quotes", "facts", "key_facts"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"}, "path": {"type": "string"}, "text": {"type": "string"}, "lang": {"type": "string"},
            "date": {"type": ["string", "null"]},
            "mentions": {"items": {"required": ["start", "end", "label", "actor", "confidence", "origin"]}},
            "actors": {"items": {"required": ["id", "name", "kind", "role", "aliases", "salience"]}},
            "quotes": {"items": {"required": ["kind", "content", "cue", "stance", "speaker", "confidence", "why"],
                                 "properties": {"content": {"items": SPAN}, "cue": {"items": SPAN}}}},
            "facts": {"items": {"required": ["kind", "start", "end", "sentence", "value", "claimant"],
                                "properties": {"sentence": SPAN}}},
            "key_facts": {"items": {"required": ["sentence", "score", "facts", "claimant", "why"],
                                    "properties": {"sentence": SPAN}}},
        },
    }  # fmt: skip
    for address, content in site_of(make_project).items():
        if address.endswith(".json"):
            jsonschema.validate(json.loads(content), schema)


# ---------------------------------------------------------------- what pages show


def test_an_articles_page_marks_what_was_found(make_project: Maker) -> None:
    page = site_of(make_project)["story/2025-03-04-dam.html"].decode()
    assert re.search(r'<mark class="quote [^"]*direct[^"]*"[^>]*>', page) or "quote direct" in page
    assert 'href="../actors/ana-brel.html"' in page
    assert 'href="../actors/calvessa.html"' in page
    assert ">Q1</a>" in page
    assert ">F1</a>" in page
    assert ">K1</a>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_article_knows_its_neighbours_in_the_briefing(make_project: Maker) -> None:
    files: dict[str, str | bytes] = {f"content/s/2025-03-0{day}-x.md": f"Day {day}." for day in (1, 2, 3)}
    for order, (before, after) in {"newest": (3, 1), "oldest": (1, 3)}.items():
        site = site_of(make_project, {**files, "content/s/index.md": f"---\norder: {order}\n---\n"})
        page = Html(site["s/2025-03-02-x.html"])
        beside = {attrs["rel"]: attrs["href"] for tag, attrs in page.tags if attrs.get("rel") in ("prev", "next")}
        assert beside == {"prev": f"../s/2025-03-0{before}-x.html", "next": f"../s/2025-03-0{after}-x.html"}
        middle = Html(site["s/index.html"]).values("href")
        assert middle.index(f"../s/2025-03-0{before}-x.html") < middle.index(f"../s/2025-03-0{after}-x.html")


def test_a_page_in_a_right_to_left_language_says_so(make_project: Maker) -> None:
    tags = pages(site_of(make_project))["arabic/خبر.html"].tags
    # What the page says by itself is in the interface's language; the article's is that of its text and headline.
    assert tags[0] == ("html", {"lang": "en"})
    (headline,) = [attrs for tag, attrs in tags if tag == "h1"]
    (text,) = [attrs for _, attrs in tags if attrs.get("id") == "the_text"]
    (header,) = [attrs for _, attrs in tags if attrs.get("class") == "headline"]
    assert (headline["lang"], header["dir"]) == ("ar", "rtl")
    assert (text["lang"], text["dir"]) == ("ar", "rtl")


def test_an_article_is_light(make_project: Maker) -> None:
    # A thousand words with sixty annotations that have notes, and names and days beside them.
    said = "“The gate number {n} stayed shut for the whole of that night,” said Ana Brel of Calvessa on 2025-03-04. "
    more = "It took {n} houses and a good part of the road that runs along the river to the sea. "
    text = "\n\n".join(
        (said + more + "Nobody had expected it to come so soon after the rain.").format(n=n) for n in range(11, 38)
    )
    front = "---\ndate: 2025-03-04\nsource: The Port Sarrow Courier\nurl: https://example.org/courier/2025/03/05/lower-tamsin\n---\n\n"
    site = site_of(make_project, {"content/story/2025-03-05-lower-tamsin.md": front + text})
    page = site["story/2025-03-05-lower-tamsin.html"]
    assert len(text.split()) >= 1_000
    assert page.count(b'class="note ') >= 60
    assert len(page) < 60_000
    # What a screen waits for; the sheet for paper is loaded behind it.
    sheets = [at["href"] for _, at in Html(page).tags if at.get("rel") == "stylesheet" and at.get("media") != "print"]
    assert sum(len(site[sheet.removeprefix("../")]) for sheet in sheets) < 30_000
    scripts = Html(page).values("src")
    assert sum(len(site[script.removeprefix("../")]) for script in scripts) < 20_000


def numbered(site: dict[str, bytes], name: str) -> list[str]:
    """The addresses of the pages of a list, in order."""
    pages = [f"{name}.html"]
    while any(f"{name}{between}{len(pages) + 1}.html" in site for between in ("-", "--page-")):
        between = "--page-" if name.startswith("actors/") else "-"
        pages.append(f"{name}{between}{len(pages) + 1}.html")
    return pages


def test_long_lists_have_several_pages(make_project: Maker) -> None:
    count = 3 * lists.A_PAGE
    quotes = "\n\n".join(f"“Gate number {n} stayed shut,” said Ana Brel." for n in range(count))
    site = site_of(make_project, {"content/s/a.md": quotes})
    check_links(site)
    pages = numbered(site, "s/quotes")
    assert 4 <= len(pages) <= 6
    shown = [[int(n) for n in re.findall(r"Gate number (\d+) ", Html(site[page]).text)] for page in pages]
    assert [n for page in shown for n in page] == list(range(count))
    assert max(map(len, shown)) <= lists.A_PAGE
    first, second = Html(site["s/quotes.html"]), Html(site["s/quotes-2.html"])
    current = [
        attrs["href"] for _, attrs in second.tags if attrs.get("aria-current") == "page" and "quotes" in attrs["href"]
    ]
    assert current == ["quotes-2.html"]
    assert "../s/quotes-2.html" in first.values("href")
    assert f"../s/quotes-{len(pages)}.html" in first.values("href")


def test_only_the_first_page_of_the_facts_has_the_key_facts(make_project: Maker) -> None:
    text = "\n\n".join(f"Ana Brel counted {n} gates." for n in range(2 * lists.A_PAGE))
    site = site_of(make_project, {"content/s/a.md": text})
    first, *more = (Html(site[page]).values("href") for page in numbered(site, "s/facts"))
    assert more
    assert any("#k_" in link for link in first)
    assert not any("#k_" in link for page in more for link in page)


def test_of_many_pages_the_numbers_beside_and_the_first_and_the_last_are_shown(make_project: Maker) -> None:
    text = "\n\n".join(f"On 2025-0{n % 9 + 1}-0{n // 9 % 9 + 1} it rained." for n in range(12 * lists.A_PAGE))
    site = site_of(make_project, {f"content/s/{part}.md": text for part in "ab"})
    pages = numbered(site, "s/timeline")
    assert len(pages) > 12
    linked = {
        link for link in Html(site[pages[9]]).values("href") if "timeline-" in link or link.endswith("timeline.html")
    }
    here = {f"../s/timeline-{n}.html" for n in (8, 9, 11, 12, len(pages))}
    assert linked == {*here, "../s/timeline.html", "timeline-10.html"}
    assert Html(site[pages[9]]).text.count("…") == 2
    check_links({address: content for address, content in site.items() if not address.startswith("actors/a")})


def test_an_actor_of_many_articles_has_several_pages(make_project: Maker) -> None:
    count = 2 * people.A_PAGE
    files: dict[str, str | bytes] = {
        f"content/s/2025-01-01-{n:03}.md": f"Ana Brel met Ovid Marn at gate {n}.\n" for n in range(count)
    }
    site = site_of(make_project, files)
    check_links(site)
    pages = numbered(site, "actors/ana-brel")
    assert 2 <= len(pages) <= 4
    linked = [[link for link in Html(site[page]).values("href") if "#m_" in link] for page in pages]
    articles = [link.partition("#")[0] for page in linked for link in page]
    assert articles == [f"../s/2025-01-01-{n:03}.html" for n in range(count)]
    assert max(map(len, linked)) <= people.A_PAGE
    assert f"../actors/ana-brel--page-{len(pages)}.html" in Html(site[pages[0]]).values("href")
    # Whom an actor is named with stands on the first page.
    assert ["../actors/ovid-marn.html" in Html(site[page]).values("href") for page in pages] == [
        True, *[False] * (len(pages) - 1),
    ]  # fmt: skip
    assert not [page for page in pages if "Nobody else" in Html(site[page]).text]


def test_an_actors_page_leads_to_every_mention(make_project: Maker) -> None:
    site = site_of(make_project)
    page = Html(site["actors/ana-brel.html"])
    for address in ("story/2025-03-04-dam.html", "loose.html"):
        assert any(f"../{address}#m_" in link for link in page.values("href"))
    assert "The gate stayed shut," in page.text
    assert "Ovid Marn" in page.text
    assert "minister" in page.text


def test_the_index_of_actors_has_all_of_them_by_kind(make_project: Maker) -> None:
    page = Html(site_of(make_project)["actors/index.html"])
    assert page.text.index("People") < page.text.index("Places")
    assert {"../actors/ana-brel.html", "../actors/ovid-marn.html", "../actors/calvessa.html"} <= set(
        page.values("href")
    )


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("origin", "target", "fragment", "link"),
    [
        ("index.html", "a/b.html", "", "a/b.html"),
        ("a/b.html", "index.html", "", "../index.html"),
        ("a/b/c.html", "a/b/d.html", "q_1", "../../a/b/d.html#q_1"),
        ("a/b.html", "a/b.html", "", "b.html"),
        ("a/b.html", "a/b.html", "q_1", "#q_1"),
        ("a.html", "вода/a b?.html", "", "%D0%B2%D0%BE%D0%B4%D0%B0/a%20b%3F.html"),
        ("a.html", "c:d.html", "", "c%3Ad.html"),
    ],
)
def test_a_link_climbs_to_the_root_and_goes_down(origin: str, target: str, fragment: str, link: str) -> None:
    assert addresses.link(origin, target, fragment) == link


def entry(text: str, **annotation: object) -> Entry:
    article = parse(decode(text.encode(), path="content/s/a.md", place="s/a.md"))
    return Entry(article, Annotation(**annotation))  # type: ignore[arg-type]


def test_fragments_outlive_edits_elsewhere_and_never_repeat() -> None:
    def found(text: str) -> list[str]:
        spans = [Span(m.start(), m.end()) for m in re.finditer("No more", text)]
        one = entry(text, quotes=tuple(Quote(kind="direct", content=(span,)) for span in spans))
        return list(anchors(one.article, one.annotation).quotes)

    before = found("First. “No more.” Then. “No more.”")
    after = found(
        "Something new.\n\nAnd more. “No   more”... “No more.” Then, later, “No more.”".replace("No   more", "No")
    )
    assert before == after
    assert len(set(before)) == 2
    assert all(fragment.startswith("q_") for fragment in before)


def test_two_facts_in_one_place_have_two_fragments() -> None:
    span, sentence = Span(0, 4), Span(0, 10)
    value = Interval(start="2024-01-01", end="2024-12-31", precision="year")
    facts = tuple(Fact(kind="date", span=span, sentence=sentence, value=value) for _ in range(2))
    one = entry("2024 was dry.", facts=facts, key_facts=(KeyFact(sentence=sentence, score=1.0),))
    found = anchors(one.article, one.annotation)
    assert len({*found.facts, *found.key_facts}) == 3


def test_a_record_repeats_the_text_and_nothing_else() -> None:
    one = entry("Text of it.")
    assert (
        record(one.annotation, id="a", path="p", text=one.article.text, lang="en", date=None)["text"] == "Text of it."
    )


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("start", "end", "precision", "iso", "words"),
    [
        ("2023-10-07", "2023-10-07", "day", "2023-10-07", "7 October 2023"),
        ("2023-10-01", "2023-10-31", "month", "2023-10", "October 2023"),
        ("2023-01-01", "2023-12-31", "year", "2023", "2023"),
        ("1990-01-01", "1999-12-31", "decade", "1990-01-01", "1990s"),
        ("1901-01-01", "2000-12-31", "century", "1901-01-01", "20th century"),
        ("2023-04-01", "2023-06-30", "quarter", "2023-04-01", "2nd quarter of 2023"),
        ("2023-10-02", "2023-10-08", "week", "2023-10-02", "week of 2 October 2023"),
        ("2012-01-01", "2014-12-31", "range", "2012-01-01", "2012–2014"),
        ("2023-03-01", "2023-05-31", "season", "2023-03-01", "March – May 2023"),
        ("2023-10-07", "2023-10-09", "range", "2023-10-07", "7 October – 9 October 2023"),
        ("2023-12-30", "2024-01-02", "range", "2023-12-30", "30 December 2023 – 2 January 2024"),
        ("9999-12-01", "9999-12-31", "range", "9999-12-01", "1 December – 31 December 9999"),
        ("nonsense", "nonsense", "day", "nonsense", "nonsense"),
    ],
)
def test_a_stretch_of_days_is_said_as_exactly_as_it_is_known(
    start: str, end: str, precision: str, iso: str, words: str
) -> None:
    view = wording.interval(Interval(start=start, end=end, precision=precision), words_of("en"))  # type: ignore[arg-type]
    assert (view.iso, view.text) == (iso, words)


def test_a_long_text_is_cut_between_words() -> None:
    cut = wording.shortened("word " * 100)
    assert len(cut) <= 161
    assert cut.endswith("word…")
    assert wording.shortened("short") == "short"
    assert len(wording.shortened("x" * 1000)) <= 161


@pytest.mark.model
def test_every_link_of_the_demo_leads_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    result = build(gather(load(Path(__file__).parent.parent)), Memo())
    assert [str(d) for d in result.outcome.diagnostics if d.severity != "notice"] == []
    site = flat(result)
    check_links(site)
    for address, page in pages(site).items():
        assert max(Counter(page.values("id")).values(), default=1) == 1, address
