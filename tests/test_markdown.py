from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given

from briefgen.markdown import Format, Projection, heading_id, project, weave
from tests.files import Html
from tests.markdown_texts import documents


def html(body: str, format: Format = "markdown", **links: str) -> str:
    return "".join(block.html for block in weave(body, (), format, links=links))


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("The *dam* **broke**.", "The dam broke."),
        ("One\ntwo  \nthree\\\nfour", "One\ntwo\nthree\nfour"),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("# Head\n\n- a\n- b\n  - c\n", "Head\n\na\n\nb\n\nc"),
        ("> He said\n> so.\n\nEnd.", "He said\nso.\n\nEnd."),
        ("| a | b |\n|---|---|\n| c | d |", "a\n\nb\n\nc\n\nd"),
        ("Caf&eacute; &amp; \\* &lt;", "Café & * <"),
        ("See [the *plan*](x.html) now", "See the plan now"),
        ("A ![picture](x.png) here", "A  here"),
        ("![picture](https://example.org/x.png)", "picture"),
        ("Use `gate log` now", "Use gate log now"),
        ("```\ncode\n```\n\nText", "Text"),
        ("    code\n\nText", "Text"),
        ("Text[^1]\n\n[^1]: Note.", "Text\n\nNote."),
        ("- [ ] to *do*", " to do"),
        ("<b>x</b>", "<b>x</b>"),
        ("***\n\n---", ""),
        ("", ""),
        ("![only](a.png)", ""),
    ],
)
def test_the_text_is_what_a_reader_reads(body: str, text: str) -> None:
    assert project(body).text == text


def test_blocks_know_their_kind_and_line() -> None:
    found = project("# Head\n\nOne\ntwo\n\n- three\n\n| a |\n|---|\n| b |\n")
    assert [(b.span.of(found.text), b.kind, b.line) for b in found.blocks] == [
        ("Head", "heading", 1), ("One\ntwo", "paragraph", 3), ("three", "paragraph", 6), ("a", "cell", 8),
        ("b", "cell", 10),
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["&nbsp;", "a\n\n&nbsp;\n\nb", "| &nbsp; |\n|---|", "- [ ] \n", "&#8203; &ensp;"])
def test_white_space_is_no_block(body: str) -> None:
    found = project(body)
    assert all(block.span.of(found.text).strip() for block in found.blocks)


def check_blocks(found: Projection) -> None:
    covered: set[int] = set()
    assert all(one.span.end < other.span.start for one, other in pairwise(found.blocks))
    for block in found.blocks:
        assert 0 <= block.span.start < block.span.end <= len(found.text)
        assert "\n\n" not in block.span.of(found.text)
        assert block.line >= 1
        covered.update(range(block.span.start, block.span.end))
    assert not "".join(letter for at, letter in enumerate(found.text) if at not in covered).strip()


@given(documents())
def test_blocks_ascend_and_hold_all_text(body: str) -> None:
    check_blocks(project(body))
    check_blocks(project(body, without_title=True))


@given(documents())
def test_the_text_without_its_title_is_the_rest_of_it(body: str) -> None:
    whole, rest = project(body), project(body, without_title=True)
    if whole.title is None:
        assert rest.text == whole.text
    else:
        assert whole.title.start == 0
        assert whole.text[whole.title.end :].removeprefix("\n\n") == rest.text


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# The *dam*\n\nText", "The dam"),
        ("The dam\n===\n\nText", "The dam"),
        ("## The dam\n\nText", None),
        ("Text\n\n# The dam", None),
        ("#\n\nText", None),
        ("> # The dam", None),
    ],
)
def test_a_leading_headline_is_the_title(body: str, title: str | None) -> None:
    found = project(body)
    assert (found.title.of(found.text) if found.title else None) == title


def test_a_plain_text_is_its_own_text() -> None:
    body = "Dam gives way above town\r\n\r\n*One* <b>two</b> &amp;\r\n\0\ufeff\r\n"
    found = project(body, "text")
    assert found.text == body
    assert found.title is not None
    assert found.title.of(body) == "Dam gives way above town"
    assert [block.span.of(body) for block in found.blocks] == ["Dam gives way above town", "*One* <b>two</b> &amp;"]


# ---------------------------------------------------------------- HTML


def test_raw_html_is_text() -> None:
    for body in ("<script>alert(1)</script>", "a <img src=x onerror=y> b", "<div>\n\n*x*\n\n</div>", "<!-- x -->"):
        assert not {tag for tag, _ in Html(html(body)).tags} - {"p", "em"}


URLS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "&#1;javascript:alert(1)",
    "<javascript:alert(1)>", "< javascript:alert(1)>", "<java\tscript:alert(1)>", "\\javascript:alert(1)",
    "j\\avascript:alert(1)", "javascript\\:alert(1)", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=x>", "data:image/png;base64,AAAA", "vbscript:msgbox(1)", "VBScript:x", "file:///etc/passwd",
    "ftp://example.org", "blob:x", "about:blank", "view-source:x", "ms-word:x", "javascript:%61lert(1)", "&nbsp;javascript:x",
    "&#x2028;javascript:x", "\u200bjavascript:x", "\u0001javascript:x", "ｊavascript:x", "tel:1", "intent://x",
]  # fmt: skip
SAFE = {"", "http", "https", "mailto"}


def scheme(url: str) -> str:
    """The scheme that a browser sees: it drops control characters and spaces before, and tabs and line ends within."""
    seen = re.sub(r"[\t\r\n]", "", url.strip("".join(map(chr, range(0x21)))))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", seen)
    return found[1].lower() if found else ""


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "form", ["[x]({})", "![x]({})", "<{}>", "[x]\n\n[x]: {}", "![x][y]\n\n[y]: {}", "[![x]({})](a.html)", '[x]({} "t")']
)
def test_no_address_leads_into_a_program(url: str, form: str) -> None:
    tags = Html(html(form.format(url)))
    assert {scheme(value) for value in tags.values("href", "src")} <= SAFE
    assert not [name for _, attrs in tags.tags for name in attrs if name.startswith("on")]


def test_the_scheme_test_itself_sees_through_disguises() -> None:
    assert scheme("\x01 java\tscript:x") == "javascript"
    assert scheme("java%09script:x") == ""


@pytest.mark.parametrize(
    "url", ["https://example.org/a", "http://example.org", "mailto:a@example.org", "a.html", "#x", "/x"]
)
def test_good_addresses_stay(url: str) -> None:
    assert Html(html(f"[x]({url})")).values("href") == [url]


@pytest.mark.parametrize("url", ["https://example.org/a.png", "//example.org/a.png", "HTTP://example.org/a.png"])
def test_a_picture_from_another_host_becomes_a_link(url: str) -> None:
    tags = Html(html(f"![the *dam*]({url})"))
    assert [tag for tag, _ in tags.tags] == ["p", "a"]
    assert tags.values("src") == []
    assert ">the dam</a>" in html(f"![the *dam*]({url})")
    assert f">{url}</a>" in html(f"![]({url})")


@pytest.mark.parametrize(
    "url", ["/\\example.org/a.png", "\\\\\\\\example.org/a.png", "/%09/example.org/a.png", "<\t//example.org/x>"]
)
def test_no_disguise_makes_a_picture_call_another_host(url: str) -> None:
    for value in Html(html(f"![x]({url})")).values("src"):
        assert not re.match(r"\s*[/\\]\s*[/\\]", value)
        assert scheme(value) == ""


def test_a_link_never_holds_a_link() -> None:
    shown = html("[![the dam](https://example.org/dam.png) and more](a.html)")
    assert re.sub(r"<a [^>]*>[^<]*</a>", "", shown).count("<a ") == 0
    assert "the dam" in shown


def test_a_picture_of_the_project_stays() -> None:
    assert Html(html('![the dam](dam.png "T")')).values("src", "alt", "title") == ["dam.png", "the dam", "T"]


def test_addresses_are_replaced() -> None:
    shown = weave("[x](b.md) ![y](c.png)\n\n[z]\n\n[z]: b.md", (), links={"b.md": "../b.html", "c.png": "../c.png"})
    tags = Html("".join(block.html for block in shown))
    assert tags.values("href", "src") == ["../b.html", "../c.png", "../b.html"]


def test_headings_have_fragments_that_differ() -> None:
    ids = Html(html("# The Dam!\n\n## The dam\n\n## \n\n# fn1 x\n\n# fn1\n\nText[^1]\n\n# fnref1\n\n[^1]: n")).values(
        "id"
    )
    assert len(ids) == len(set(ids))
    assert ids[:2] == ["the-dam", "the-dam-1"]


@pytest.mark.parametrize("text", ["The Dam", "q_123 n_q", "___", "", "!?", "Плотина", "fn1", "fnref12", "_x_"])
def test_a_headings_fragment_is_never_like_one_of_ours(text: str) -> None:
    fragment = heading_id(text)
    assert fragment
    assert "_" not in fragment
    assert not re.fullmatch(r"fn(ref)?\d+", fragment)
    assert not re.search(r"\s", fragment)


def test_a_plain_text_shows_its_letters_and_its_lines() -> None:
    shown = html("Dam gives way above town\n\n# No *markup* <b>&amp;</b> [x](javascript:y)\n", "text")
    assert shown == (
        "<h2>Dam gives way above town</h2>\n"
        "<p># No *markup* &lt;b&gt;&amp;amp;&lt;/b&gt; [x](javascript:y)</p>\n"
    )  # fmt: skip


# ---------------------------------------------------------------- size


@pytest.mark.parametrize(
    "body",
    ["*a " * 10_000, "[" * 5_000, "> " * 5_000 + "x", "- " * 2_000 + "x", "`" * 20_001, "**a _b " * 5_000,
     "[a](" * 5_000, "<a " * 20_000, "&" * 50_000, "a\n" * 20_000, "|" * 5_000 + "\n" + "|-" * 5_000, "x" * 300_000,
     "![" * 2_000 + "a" + "](b)" * 2_000, "[^1] " * 5_000 + "\n\n[^1]: x", "# x\n" * 1_000],
    ids=lambda body: repr(body[:8]),
)  # fmt: skip
def test_no_text_takes_too_long_or_crashes(body: str) -> None:
    began = time.perf_counter()
    check_blocks(project(body))
    html(body)
    assert time.perf_counter() - began < 20


def test_a_large_article_is_read_in_time() -> None:
    body = "The *dam* above the town of **Lower Tamsin** gave way before dawn, [officials](a.html) said.\n\n" * 5_500
    assert len(body) > 500_000
    began = time.perf_counter()
    found = project(body)
    assert len(found.blocks) == 5_500
    assert time.perf_counter() - began < 20
