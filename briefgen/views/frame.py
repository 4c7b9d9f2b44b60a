"""What every page knows: the site, and itself."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import DateView, Link


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page knows of the site."""

    title: str
    description: str
    language: str
    generator: str
    """briefgen and its version."""
    interface: str = "en"
    """Language of what pages say by themselves."""
    logo: str = ""
    """Address of the picture beside the title, from the site's root: put `page.root` before it. "" without one."""
    colours: str = ""
    """CSS rules that set the site's own colours; "" when it has none."""
    tokens: str = ""
    """CSS rules that set every colour, for a page without a style sheet beside it."""


class Frame(Struct, frozen=True, kw_only=True):
    """What every template sees: `site`, `page` (this), and one of the views below as `view`."""

    title: str
    """Of the page; the home page's is the site's."""
    description: str = ""
    root: str
    """From this page to the site's root: "" or "../" or "../../"; put it before "assets/…"."""
    language: str
    """Of what the site is about; what pages say by themselves is in `site.interface`."""
    canonical: str = ""
    """Absolute address, when base_url is set; of an excerpt the original's."""
    address: str = ""
    """The page's own absolute address, when base_url is set."""
    running: str = '""'
    """The same as a CSS string, quotation marks included: for the foot of each printed sheet."""
    dated: DateView | None = None
    """The day of the newest article that the page shows, or of the build where that was told."""
    is_build: bool = False
    """Whether `dated` is the day of the build."""
    feed: str
    """Address of the Atom feed."""
    search: str = ""
    """Address of the search page; "" on a site without one."""
    navigation: tuple[Link, ...] = ()
    """Home and the actors index; on pages of a briefing also its overview, quotes, facts, timeline; search at last."""
    trail: tuple[Link, ...] = ()
    """Breadcrumbs above this page, outermost first."""
