"""Pages on paper, in a real browser: what is left out, what stays, notes below their paragraphs, nothing cut off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from tests.builds import flat
from tests.chromium import NEEDS_CHROMIUM
from tests.conftest import Maker
from tests.files import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


pytestmark = [*NEEDS_CHROMIUM, pytest.mark.usefixtures("pattern_model")]

MARGINS = 2 * 17 / 25.4
"""Inches left and right of a sheet together, as print.css has them."""
SHEETS = {"A4": 210 / 25.4, "Letter": 8.5}
"""Widths in inches."""

LONG = "Ana Brel, who had gone to the mill on 2025-03-04, said that the water came over the wall at night. " * 3
PARAGRAPHS = "\n\n".join(
    f"“We counted {n} men on the road to the mill,” said Ovid Marn. {n + 40} houses fell. {LONG}" for n in range(40)
)
FILES: dict[str, str | bytes] = {
    "briefgen.toml": 'base_url = "https://example.org/b/"\n',
    "content/s/index.md": "---\ntitle: Dams\nsummary: All of it.\n---\n\nWhat there is to know.\n",
    "content/s/dam.md": (
        "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\nurl: https://example.com/dam\n---\n\n"
        f"See [the mill](mill.md) and [the law](https://example.com/law).\n\n{PARAGRAPHS}\n\n"
        "| gate | width | men | houses | crowns | remarks |\n|---|---|---|---|---|---|\n| " + " | ".join(["unbreakable" * 3] * 6) + " |\n\n"
        f"```\n{'x' * 400}\n```\n\n![a map](map.svg)\n"
    ),
    "content/s/mill.md": f"---\ntitle: The mill\ndate: 2025-03-05\n---\n\n{PARAGRAPHS}\n",
    "content/s/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="4000"><rect width="3000" height="4000"/></svg>',
}  # fmt: skip


@pytest.fixture
def site(make_project: Maker, tmp_path: Path) -> Path:
    write_files(tmp_path / "site", dict(flat(build(gather(make_project(FILES)), Memo()))))
    return tmp_path / "site"


def on_paper(browser: Browser, site: Path, address: str, sheet: str = "A4") -> Page:
    """A page as it is laid out between the margins of a sheet."""
    page = browser.new_page(viewport={"width": int((SHEETS[sheet] - MARGINS) * 96), "height": 900})
    page.emulate_media(media="print")
    page.goto((site / address).as_uri())
    return page


ADDRESSES = ("index.html", "s/index.html", "s/dam.html", "s/print.html", "s/quotes.html", "s/facts.html", "s/timeline.html",
             "actors/index.html", "actors/ana-brel.html")  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_cut_off(browser: Browser, site: Path, sheet: str) -> None:
    for address in ADDRESSES:
        page = on_paper(browser, site, address, sheet)
        over = page.evaluate(
            """() => [...document.querySelectorAll('body *')].filter(e => {
                const box = e.getBoundingClientRect();
                return box.width && box.height && (box.right > innerWidth + 1 || box.left < -1);
            }).map(e => e.tagName + '.' + e.className + ' ' + e.getBoundingClientRect().right)"""
        )
        assert over == [], (address, sheet)
        page.close()


def test_paper_is_white_and_has_nothing_to_press(browser: Browser, site: Path) -> None:
    for address in ADDRESSES:
        page = on_paper(browser, site, address)
        page.emulate_media(media="print", color_scheme="dark")
        state = page.evaluate(
            """() => ({
                paper: getComputedStyle(document.body).backgroundColor,
                ink: getComputedStyle(document.body).color,
                tinted: [...document.querySelectorAll('mark, .note')].filter(
                    e => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)' || getComputedStyle(e).backgroundImage !== 'none').length,
                shown: [...document.querySelectorAll('nav:not(.contents), button, input, summary, .skip, .tools, .neighbours')].filter(
                    e => e.getClientRects().length).length,
            })"""
        )
        assert state == {"paper": "rgb(255, 255, 255)", "ink": "rgb(0, 0, 0)", "tinted": 0, "shown": 0}, address
        page.close()


@pytest.mark.parametrize("address", ["s/dam.html", "s/print.html"])
def test_marks_differ_by_their_lines(browser: Browser, site: Path, address: str) -> None:
    page = on_paper(browser, site, address)
    lines = page.evaluate(
        """() => Object.fromEntries(['quote', 'figure', 'date', 'actor', 'key-begins'].map(kind => {
            const e = document.querySelector(`.text mark.${kind}, .text a.${kind}, .text span.${kind}`);
            const s = getComputedStyle(e);
            return [kind, [s.textDecorationLine, s.textDecorationStyle, s.borderBottomStyle, s.borderInlineStartStyle].join(' ')];
        }))"""
    )
    assert lines["actor"].startswith("underline dotted")
    assert "underline solid" in lines["quote"]
    assert lines["figure"].split()[2] == "double"
    assert lines["date"].split()[2] == "dashed"
    assert lines["key-begins"].split()[3] == "solid"
    page.close()


@pytest.mark.parametrize("address", ["s/dam.html", "s/print.html"])
def test_notes_are_numbered_and_stand_below_their_paragraph(browser: Browser, site: Path, address: str) -> None:
    page = on_paper(browser, site, address)
    page.wait_for_timeout(200)  # what aligns notes beside the text must not move them on paper
    notes = page.evaluate(
        """() => [...document.querySelectorAll('.text .note')].map(note => {
            let block = note.previousElementSibling;
            while (block.classList.contains('note')) block = block.previousElementSibling;
            const ref = document.querySelector(`a.ref[href="#${note.id}"]`);
            return {
                label: note.querySelector('.label').textContent, ref: ref && ref.textContent,
                below: note.getBoundingClientRect().top >= block.getBoundingClientRect().bottom - 1,
                seen: note.getClientRects().length > 0 && getComputedStyle(note).visibility === 'visible',
                inside: block.contains(ref),
            };
        })"""
    )
    assert len(notes) > 80
    for note in notes:
        assert note["label"] == note["ref"]
        assert re.fullmatch(r"[QFK]\d+", note["label"])
        assert note["below"]
        assert note["seen"]
        assert note["inside"]
    # No note lies over another, or over the text.
    overlaps = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('.text > *')].filter(e => e.getClientRects().length).map(e => e.getBoundingClientRect());
            let found = 0;
            for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < Math.min(boxes.length, i + 12); j++) {
                const [a, b] = [boxes[i], boxes[j]];
                if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) found++;
            }
            return found;
        }"""
    )
    assert overlaps == 0
    page.close()


def test_addresses_of_other_sites_are_printed_and_those_of_pages_are_not(browser: Browser, site: Path) -> None:
    page = on_paper(browser, site, "s/dam.html")
    after = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.text a:not(.ref, .label)')].map(
            a => [a.getAttribute('href'), getComputedStyle(a, '::after').content]))"""
    )
    assert "https://example.com/law" in after["https://example.com/law"]
    assert after["../s/mill.html"] == "none"
    assert page.locator(".imprint").is_visible()
    page.close()


def count(pdf: bytes) -> int:
    """The pages of a PDF."""
    return max(int(found) for found in re.findall(rb"/Count (\d+)", pdf))


def test_what_stands_in_a_list_is_not_kept_together_with_what_follows(browser: Browser, site: Path) -> None:
    # What avoids a break behind it, and is the last of its parent, would hand that on to the parent.
    for address in ADDRESSES:
        page = on_paper(browser, site, address)
        glued = page.evaluate(
            """() => [...document.querySelectorAll('figure, li, dd, section, article, blockquote')].filter(e => {
                let last = e;
                while (last && getComputedStyle(last).breakAfter !== 'avoid') last = last.lastElementChild;
                return last && e.nextElementSibling && !e.nextElementSibling.matches('.note');
            }).map(e => e.tagName + '.' + e.className)"""
        )
        assert glued == [], address
        page.close()


def test_sheets_of_either_size_are_as_many_as_the_text_needs(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    sheets: dict[tuple[str, str], int] = {}
    for address in ("s/mill.html", "s/print.html", "index.html"):
        for sheet in SHEETS:
            page.goto((site / address).as_uri())
            sheets[address, sheet] = count(page.pdf(format=sheet))
    # About 3,000 words with their notes: neither one endless page nor a sheet for each paragraph.
    for sheet in SHEETS:
        assert 6 <= sheets["s/mill.html", sheet] <= 16
        assert sheets["s/mill.html", sheet] < sheets["s/print.html", sheet] <= 3 * sheets["s/mill.html", sheet]
        assert sheets["index.html", sheet] == 1
    page.close()
