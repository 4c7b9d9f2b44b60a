from __future__ import annotations

import datetime

import pytest

from briefgen.diagnostic import Diagnostic
from briefgen.serve.additions import failure, injected, labels, not_found, script, waiting
from briefgen.serve.reload import Edition, Mark
from tests.serve.stage import problem

TODAY = datetime.date(2026, 6, 1)
NASTY = "<script>x</script>"


def test_a_tag_goes_before_the_last_end_of_a_body_or_to_the_end() -> None:
    assert injected(b"a</body>b</body>c", b"T") == b"a</body>bT</body>c"
    assert injected(b"abc", b"T") == b"abcT"


def test_the_tag_says_of_the_page_what_its_script_needs_and_nothing_in_it_ends_it() -> None:
    tag = script("../", "run-1", 'a"><b>&.html', b"content", ["x'\"<y>"]).decode()
    assert tag.startswith('<script type="module" src="../_briefgen/client.js" data-epoch="run-1" ')
    assert 'data-address="a&quot;&gt;&lt;b&gt;&amp;.html"' in tag
    assert "<b>" not in tag
    assert "<y>" not in tag
    assert tag.count(">") == 2


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (None, ()),
        (Mark(path="a", title="A"), ()),
        (Mark(path="a", title="A", draft=True), ("Draft: not part of the published site",)),
        (Mark(path="a", title="A", date="2026-06-01"), ()),
        (Mark(path="a", title="A", date="2026-06-02"), ("Dated 2 June 2026: in the future",)),
        (
            Mark(path="a", title="A", draft=True, date="2027-01-01"),
            ("Draft: not part of the published site", "Dated 1 January 2027: in the future"),
        ),
    ],
)
def test_drafts_and_days_to_come_are_said(mark: Mark | None, said: tuple[str, ...]) -> None:
    assert labels(mark, TODAY) == said


def test_before_the_first_build_a_page_waits_and_asks_again() -> None:
    page = waiting(Edition(), "annotating, 3 of <12>", b"TAG").decode()
    assert '<meta http-equiv="refresh" content="1">' in page
    assert "annotating, 3 of &lt;12&gt;" in page
    assert "TAG</body>" in page


def test_a_first_build_that_failed_is_said_with_everything_escaped_and_asks_no_more() -> None:
    wrong = problem("<i>", NASTY, line=3, hint="<u>")
    page = waiting(Edition(number=1, problems=(wrong,), failed=True), "", b"").decode()
    assert "http-equiv" not in page
    assert "&lt;i&gt;:3" in page
    assert "&lt;u&gt;" in page
    assert "<script>" not in page


def test_a_page_that_could_not_be_made_says_why_with_everything_escaped() -> None:
    page = failure([Diagnostic(path="templates/a.html", line=2, column=4, message=NASTY)], b"TAG").decode()
    assert "templates/a.html:2:4" in page
    assert "&lt;script&gt;x" in page
    assert "<script>" not in page
    assert "TAG" in page


def test_the_404_page_has_links_that_work_at_any_depth_of_the_preview() -> None:
    built = b'<html><head></head><body><a href="https://example.org/tides/a.html"></a></body>'
    page = not_found(built, "https://example.org/tides/", "../../", "e").decode()
    assert '<head><base href="../../404.html">' in page
    assert 'href="./a.html"' in page
    # Against the base, and not against where the page was asked for.
    assert 'src="./_briefgen/client.js"' in page


def test_without_a_404_page_there_is_one_all_the_same() -> None:
    page = not_found(None, "", "../", "e").decode()
    assert "There is no page here" in page
    assert 'src="../_briefgen/client.js"' in page
    assert 'src="../_briefgen/client.js"' in not_found(b"no head", "", "../", "e").decode()
