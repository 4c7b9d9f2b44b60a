"""Marks are removable: the page without them is the page that would be there without annotations."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from briefgen import markdown
from briefgen.markdown import Format, Heading, Mark, flatten, heading_id, project, weave
from briefgen.span import Span
from tests.markdown_texts import documents, ids, marks, text_of, unmarked

CORPUS = Path(__file__).parent / "corpus" / "commonmark" / "examples.md"


def examples() -> dict[str, str]:
    """The corpus: examples by title, divided by lines of dots; \\uXXXX stands for a letter that cannot be seen."""
    found: dict[str, str] = {}
    for part in re.split(r"^\.{5}\n", CORPUS.read_text(encoding="utf-8"), flags=re.MULTILINE):
        title, body = part.split("\n", 1)
        assert title not in found, title
        found[title] = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), body)
    return found


EXAMPLES = examples()


def woven(body: str, given: tuple[Mark, ...] = (), format: Format = "markdown", *, without_title: bool = False) -> str:
    return "".join(block.html for block in weave(body, given, format, without_title=without_title))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\0", "\ufffd"))


def check(body: str, given: tuple[Mark, ...], format: Format = "markdown", *, without_title: bool = False) -> None:
    """All that must hold of marks in a body."""
    text = project(body, format, without_title=without_title).text
    plain = woven(body, (), format, without_title=without_title)
    blocks = weave(body, given, format, without_title=without_title)
    marked = "".join(block.html for block in blocks)
    assert unmarked(marked) == plain

    count = Counter(ids(marked))
    assert all(times == 1 for times in count.values()), count
    begun = [id for block in blocks for id in block.marks]
    assert len(begun) == len(set(begun))
    for block in blocks:
        assert all(f'id="{id}"' in block.html for id in block.marks)

    alone = {mark.id: text_of(woven(body, (mark,), format, without_title=without_title), mark.kind) for mark in given}
    for mark in given:
        slice = "".join(span.of(text) for span, _ in flatten([mark]))
        if format == "markdown":
            assert alone[mark.id].replace("\n", "") == slice.replace("\n", "")
        else:
            assert squeezed(alone[mark.id]) == squeezed(slice.replace("\ufeff", "")) or "\ufeff" in slice
        assert count[mark.id] == bool(alone[mark.id])
        assert (mark.id in begun) == bool(alone[mark.id])
        if mark.kind != "actor":
            assert text_of(marked, mark.kind) == alone[mark.id]
        if mark.note:
            shown = marked.count(f'href="#{mark.note}"')
            assert shown == 1 if alone[mark.id] and "<a " not in plain else shown <= 1


# ---------------------------------------------------------------- every kind of Markdown


def test_the_corpus_covers_the_specification() -> None:
    sections = {title.split(":")[0] for title in EXAMPLES}
    assert len(EXAMPLES) >= 150
    assert sections >= {
        "Tabs", "Backslash escapes", "Entities", "Precedence", "Thematic breaks", "ATX headings", "Setext headings",
        "Indented code", "Fenced code", "HTML blocks", "Link definitions", "Paragraphs", "Blank lines",
        "Block quotes", "List items", "Lists", "Code spans", "Emphasis", "Links", "Images", "Autolinks", "Raw HTML",
        "Hard breaks", "Soft breaks", "Text",
    }  # fmt: skip


@pytest.mark.parametrize("title", EXAMPLES)
def test_marks_can_be_removed_from_every_kind_of_markdown(title: str) -> None:
    body = EXAMPLES[title]
    length = len(project(body).text)
    steps = sorted({0, 1, 2, 3, 5, 8, 13, 21, 34, length // 3, length // 2, length - 1, length})
    spans = [Span(a, b) for a in steps for b in steps if 0 <= a < b <= length]
    for number in range(0, len(spans), 7):
        given = tuple(
            Mark(id=f"q_{k}", kind="actor" if k == 3 else f"k{k}", spans=(span,), href="a.html" if k == 3 else "",
                 note="" if k == 3 else f"n{k}", label="" if k == 3 else f"Q{k}")
            for k, span in enumerate(spans[number : number + 7])
        )  # fmt: skip
        check(body, given)
    for given in ((), (Mark(id="q_0", kind="quote", spans=(Span(0, length),)),)):
        check(body, given)
        check(body, given, without_title=True)


@pytest.mark.parametrize("title", EXAMPLES)
def test_blocks_and_inline_code_are_rendered_like_markdown_it_itself(title: str) -> None:
    body = EXAMPLES[title]
    if "another host" in title or ("://" in body and "![" in body):
        assert woven(body) == markdown.parser().render(body)
        return
    plain = MarkdownIt("js-default").use(footnote_plugin).use(tasklists_plugin)
    plain.use(anchors_plugin, max_level=6, slug_func=heading_id)
    plain.validateLink = markdown.parser().validateLink  # type: ignore[method-assign]
    assert woven(body) == plain.render(body)


# ---------------------------------------------------------------- random texts


@given(st.data())
def test_marks_can_be_removed_from_random_markdown(data: st.DataObject) -> None:
    body = data.draw(documents())
    without_title = data.draw(st.booleans())
    check(body, data.draw(marks(len(project(body, without_title=without_title).text))), without_title=without_title)


@given(documents())
def test_blocks_joined_are_the_whole(body: str) -> None:
    assert woven(body) == markdown.parser().render(body)


LINES = st.text(st.sampled_from("aB .é🌊“”<&>\0\ufeff\r\n\n\t*_`[]()#-\u2028\u0301سد"), max_size=80)


@given(LINES, st.data())
def test_marks_can_be_removed_from_random_plain_text(body: str, data: st.DataObject) -> None:
    assert project(body, "text").text == body
    check(body, data.draw(marks(len(body))), "text", without_title=data.draw(st.booleans()))


def test_a_plain_text_keeps_its_offsets_behind_marks_and_line_ends() -> None:
    body = "\ufeffThe dam\r\n\r\nIt \0 broke 🌊 twice.\r\n"
    at = body.index("twice")
    shown = woven(body, (Mark(id="q_0", kind="quote", spans=(Span(at, at + 5),)),), "text")
    assert '<mark class="quote quote-begins quote-ends" id="q_0">twice</mark>' in shown
    assert "It \ufffd broke" in shown


# ---------------------------------------------------------------- what marks look like


def mark(id: str, start: int, end: int, **more: object) -> Mark:
    return Mark(id=id, kind="quote", spans=(Span(start, end),), **more)  # type: ignore[arg-type]


def test_a_mark_is_an_element_with_its_kind_and_id() -> None:
    assert woven("He said so.", (mark("q_0", 3, 7, variant="direct"),)) == (
        '<p>He <mark class="quote direct quote-begins quote-ends" id="q_0">said</mark> so.</p>\n'
    )


def test_a_mark_splits_at_other_markup() -> None:
    assert woven("a *b* c", (mark("q_0", 0, 5),)) == (
        '<p><mark class="quote quote-begins" id="q_0">a </mark><em><mark class="quote">b</mark></em>'
        '<mark class="quote quote-ends"> c</mark></p>\n'
    )


def test_two_marks_that_cross_share_a_piece() -> None:
    shown = woven("abcdef", (mark("q_0", 0, 4), Mark(id="f_0", kind="figure", spans=(Span(2, 6),))))
    assert shown == (
        '<p><mark class="quote quote-begins" id="q_0">ab</mark>'
        '<mark class="quote figure figure-begins quote-ends" id="f_0">cd</mark>'
        '<mark class="figure figure-ends">ef</mark></p>\n'
    )


def test_two_marks_that_begin_together_both_have_their_id() -> None:
    shown = woven("abcdef", (mark("q_0", 0, 4), Mark(id="f_0", kind="figure", spans=(Span(0, 4),))))
    assert ids(shown) == ["f_0", "q_0"]


def test_a_name_is_a_link_and_within_a_link_only_marked() -> None:
    name = Mark(id="m_0", kind="actor", spans=(Span(0, 3),), href="../actors/ana.html")
    assert woven("Ana said", (name,)) == ('<p><a class="actor" id="m_0" href="../actors/ana.html">Ana</a> said</p>\n')
    assert woven("[Ana](x.html) said", (name,)) == (
        '<p><a href="x.html"><span class="actor" id="m_0">Ana</span></a> said</p>\n'
    )


def test_two_names_in_one_place_both_have_their_id() -> None:
    names = tuple(
        Mark(id=f"m_{k}", kind="actor", spans=(span,), href=f"{k}.html")
        for k, span in enumerate((Span(0, 8), Span(4, 8), Span(0, 3)))
    )
    shown = woven("Ana Brel said", names)
    assert sorted(ids(shown)) == ["m_0", "m_1", "m_2"]
    assert unmarked(shown) == "<p>Ana Brel said</p>\n"


def test_a_mark_without_a_kind_is_a_place_to_link_to() -> None:
    place = Mark(id="k_0", kind="", spans=(Span(4, 9),))
    assert woven("One *two* three", (place,)) == (
        '<p>One <em><span class="anchor" id="k_0"></span>two</em> three</p>\n'
    )
    assert ids(woven("One two", (mark("q_0", 0, 7), place))) == ["q_0", "k_0"]


def test_a_note_is_linked_where_its_mark_ends() -> None:
    given = Mark(id="q_0", kind="quote", spans=(Span(0, 2), Span(8, 10)), note="nq_0", label="Q1", name="Q1, note")
    shown = woven("No, she said, no.", (given,))
    assert shown.count('<a class="ref quote" href="#nq_0" aria-label="Q1, note">Q1</a>') == 1
    assert shown.index("ref quote") > shown.index("quote-ends")
    # The first piece leads assistive technology to the note; every piece tells whose it is.
    assert shown.count('aria-details="nq_0"') == 1
    assert shown.count('data-of="Q1"') == 2


def test_the_link_to_the_note_of_a_guess_has_a_question_mark() -> None:
    given = Mark(
        id="q_0", kind="quote", spans=(Span(0, 2),), note="nq_0", label="Q1", name="Q1?, quote", uncertain=True
    )
    shown = woven("No, she said.", (given,))
    assert '<a class="ref quote" href="#nq_0" aria-label="Q1?, quote">Q1?</a>' in shown
    assert unmarked(shown) == "<p>No, she said.</p>\n"


def test_a_variant_is_told_once() -> None:
    shown = woven("a *b* c", (mark("q_0", 0, 5, variant="direct"),))
    assert shown.count("direct") == 1


def test_headings_are_named_without_what_was_woven_into_them() -> None:
    given = Mark(id="q_0", kind="quote", spans=(Span(0, 7),), note="nq_0", label="Q1")
    blocks = weave("## The *dam* & co\n\nText.\n\n### More", (given,))
    assert [block.heading for block in blocks] == [
        Heading(level=2, id="the-dam-co", title="The dam & co"),
        None,
        Heading(level=3, id="more", title="More"),
    ]
    assert "#nq_0" in blocks[0].html
    assert weave("Title line\n\nText.", (), "text")[0].heading is None


def test_a_note_whose_mark_ends_within_a_link_is_still_linked() -> None:
    given = Mark(id="q_0", kind="quote", spans=(Span(0, 6),), note="nq_0", label="Q1")
    shown = woven("He [left](x.html) them", (given,))
    assert shown.count('href="#nq_0"') == 1
    assert unmarked(shown) == '<p>He <a href="x.html">left</a> them</p>\n'
    assert not re.search(r"<a [^>]*>[^<]*(<mark[^>]*>[^<]*</mark>)?[^<]*<a ", shown)


def test_marks_and_names_are_escaped() -> None:
    given = Mark(id="q_0", kind="quote", spans=(Span(0, 1),), note='n"', label="<", name='"><script>')
    assert "<script>" not in woven("a", (given,))


def test_blocks_name_the_marks_that_begin_in_them() -> None:
    blocks = weave("One.\n\nTwo.\n\nThree.", (mark("q_0", 0, 9), mark("q_1", 6, 8), mark("q_2", 4, 6)))
    assert [block.marks for block in blocks] == [("q_0",), ("q_1",), ()]


def test_a_long_text_with_many_marks_is_woven_in_time() -> None:
    import time

    body = "The *dam* above **Lower Tamsin** gave way, she said.\n\n" * 1_500
    length = len(project(body).text)
    given = tuple(mark(f"q_{at}", at, at + 30) for at in range(0, length, 20))
    began = time.perf_counter()
    weave(body, given)
    assert time.perf_counter() - began < 20


def test_texts_that_share_a_page_have_ids_of_their_own_and_lower_headings() -> None:
    body = "# One\n\nSee [it](#two)[^1] and [far](https://example.org/#x).\n\n##### Two\n\nEnd.\n\n[^1]: Note.\n"
    html = "".join(block.html for block in weave(body, (), prefix="a1-"))
    assert '<h3 id="a1-one">One</h3>' in html
    assert '<h6 id="a1-two">Two</h6>' in html
    assert 'href="#a1-two"' in html
    assert "https://example.org/#x" in html
    footnotes = re.findall(r'(?:id|href)="#?(fn[^"]*)"', html)
    assert len(footnotes) == 4
    assert all("a1-" in one for one in footnotes)
