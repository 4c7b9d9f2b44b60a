"""What several pages show: actors, articles, quotes, figures, events, key facts and notes."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """A title that leads somewhere."""

    title: str
    href: str
    """"" for the gap ("…") between the numbers of pages."""
    current: bool = False
    """Whether it leads to the page it stands on."""
    note: str = ""
    """What is to be found there, briefly: the days of one page of a list."""
    lang: str = ""
    """Language of the title, where that is an article's."""


class DateView(Struct, frozen=True):
    """A day or a stretch of days."""

    iso: str
    """For `<time datetime>`: 2023-10-07, 2023-10 or 2023; the first day of any other stretch."""
    text: str
    """As people write it: 7 October 2023, October 2023, 2012–2014."""


class ActorView(Struct, frozen=True, kw_only=True):
    """An actor as it is named on other pages."""

    id: str
    name: str
    href: str
    kind: str
    """person, organization, place or group."""
    role: str = ""


class CountedActor(ActorView, frozen=True, kw_only=True):
    """An actor with how often it is named, and heard: on the whole site, or where it says so."""

    mentions: int
    quotes: int
    articles: int


class ArticleView(Struct, frozen=True, kw_only=True):
    """An article as it is named on other pages."""

    title: str
    href: str
    date: DateView | None
    source: str = ""
    """The outlet."""
    draft: bool = False
    lang: str = ""
    """Language of its text; "" where it is not told."""


class PartyView(Struct, frozen=True, kw_only=True):
    """Who says so."""

    text: str = ""
    """What stands in the text ("a senior official"); "" when nothing does, or only a pronoun that nobody resolved."""
    actor: ActorView | None = None
    """Whom that resolves to; None for an unnamed or unresolved speaker."""


class QuoteView(Struct, frozen=True, kw_only=True):
    """A quote with its speaker."""

    text: str
    """Its content; pieces of an interrupted quote are joined by " … "."""
    kind: str
    """direct, mixed or indirect: show quotation marks around direct ones only."""
    stance: str = ""
    cue: str = ""
    speaker: PartyView | None = None
    uncertain: bool = False
    why: str = ""
    """Why it has this speaker, in the language of the interface: “introduced by “said”, with “Vale” as the speaker”."""
    href: str
    """To its sentence."""
    article: ArticleView
    about: tuple[ActorView, ...] = ()
    """Who is named in it, the speaker excepted; only in lists of quotes."""
    measures: tuple[str, ...] = ()
    """What its figures measure; likewise."""


class FigureView(Struct, frozen=True, kw_only=True):
    """A figure with its claimant."""

    text: str
    """With its qualifier as a reader would say it: "at least 1,400", "dozens", "12–15"."""
    subject: str = ""
    """What is counted ("lives")."""
    measure: str = ""
    """killed, injured, displaced, cost …"""
    sentence: str
    claimant: PartyView | None = None
    href: str
    article: ArticleView


class AsideView(FigureView, frozen=True, kw_only=True):
    """A figure that stands beside a comparison, not in it."""

    scope: str
    """part (of what is counted), change (by how much a number changed), earlier, later, or whole: another of the same."""


class ReadingView(FigureView, frozen=True, kw_only=True):
    """A figure beside others of the same measure."""

    start: float
    width: float
    """Where it lies between nothing and the greatest number beside it, in percent."""
    is_open: bool
    """Whether it may be more than it says: "at least 20"."""
    is_part: bool = False
    """Whether it counts a part only, and stands here because it says more than another's whole."""


class TallyView(Struct, frozen=True, kw_only=True):
    """Figures of one measure, side by side."""

    measure: str
    """killed, injured …; "" where the same number is told without one."""
    subject: str
    """What is counted, where that is more than people; or the unit."""
    accord: str
    """single, agree, develop (other figures on other days), or differ (parties contradict each other)."""
    first: str
    second: str
    """Two figures that contradict each other; where none do, the first and the last by date."""
    day: DateView | None
    """Of the figures that contradict each other."""
    readings: tuple[ReadingView, ...]
    """Of each article and claimant the leading figure, by date."""
    newest: tuple[ReadingView, ...]
    """Those of them that a hurried reader needs: of the last day, and two that contradict each other."""
    others: tuple[AsideView, ...]
    """What else the articles say of it: parts of the whole, often, or what it was at another time."""


class EventView(Struct, frozen=True, kw_only=True):
    """A dated sentence of the timeline."""

    date: DateView
    precision: str
    expression: str
    """The words that date it ("last Thursday")."""
    sentence: str
    is_ahead: bool = False
    """Whether it was still to come when the article was published."""
    claimant: PartyView | None = None
    href: str
    article: ArticleView


class KeyFactView(Struct, frozen=True, kw_only=True):
    """A key fact: the sentence, who says so, and why it was chosen."""

    sentence: str
    claimant: PartyView | None = None
    why: str = ""
    """Why it was chosen, in the language of the interface: “stands in the opening paragraph, counts victims”."""
    figures: tuple[str, ...] = ()
    """Its figures, briefly: "1,400 killed"."""
    href: str
    article: ArticleView


class NoteView(Struct, frozen=True, kw_only=True):
    """A margin note beside an article's text. Exactly one of quote, figure, key_fact is given."""

    id: str
    """The element's id; the marker in the text links to it."""
    label: str
    """Q1, F2, K1: as on the marker."""
    kind: str
    """quote, figure or key."""
    href: str
    """Back to the marked text."""
    original: str = ""
    """Its place in the article's source: an address with a text fragment; "" without a source on the web."""
    within: Link | None = None
    """Of a figure: the note of the quote that it is part of, which says who speaks."""
    quote: QuoteView | None = None
    figure: FigureView | None = None
    key_fact: KeyFactView | None = None


class BodyView(Struct, frozen=True):
    """One block of an article's text, and the notes that belong beside it."""

    html: str
    """Already rendered and safe: output it unescaped."""
    notes: tuple[NoteView, ...] = ()
