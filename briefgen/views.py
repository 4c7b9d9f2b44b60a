"""What each page's template gets to see: the theme's contract. Plain data, no logic.

A template sees its page's view and nothing else, so the view is the page's list of dependencies.
Every `href` is relative to the page it is shown on and works from `file://`.
"""

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


class HeardActor(CountedActor, frozen=True, kw_only=True):
    """An actor of one briefing: the counts are of this briefing."""

    share: int
    """Its quotes in percent of those of the most quoted actor beside it."""


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


class SourceView(ArticleView, frozen=True, kw_only=True):
    """An article as a source of a briefing."""

    words: int
    quotes: int
    figures: int
    key_facts: int
    is_longest: bool
    """Whether it has the most words of all, of several."""
    is_richest: bool
    """Whether it has the most quotes, figures and key facts of all, of several."""


class LatestView(ArticleView, frozen=True, kw_only=True):
    """One of the newest articles of the site."""

    briefing: Link


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


class SubjectView(Struct, frozen=True, kw_only=True):
    """What some quotes are about. Exactly one of actor, measure is given."""

    id: str
    """The element's id."""
    actor: ActorView | None = None
    measure: str = ""
    quotes: tuple[QuoteView, ...]
    """Those on this page."""
    further: tuple[Link, ...] = ()
    """The ways to others on other pages of a list, by their numbers; `note` says how many. Only on the first page."""
    total: int
    """How many there are on all of these pages."""


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


class MomentView(EventView, frozen=True, kw_only=True):
    """One of the main events of a story: the beginning of its sentence; a day is named with its weekday."""

    day: str
    """Address of all that is dated to the same time."""


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


class MentionView(Struct, frozen=True, kw_only=True):
    """A sentence that mentions an actor, cut at the mention."""

    before: str
    name: str
    after: str
    href: str


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


class BriefingCard(Struct, frozen=True, kw_only=True):
    """A briefing on the home page."""

    title: str
    href: str
    summary: str
    """Plain text; may be empty."""
    first: DateView | None
    last: DateView | None
    """Dates of its oldest and newest article."""
    articles: int
    quotes: int
    figures: int
    actors: tuple[ActorView, ...]
    """Its most salient ones."""
    key_fact: KeyFactView | None
    """Its best one."""
    further: tuple[KeyFactView, ...] = ()
    """Further ones of the same article; only of the first briefing."""


class ChartTick(Struct, frozen=True, kw_only=True):
    """A line across a chart, and what it says; "" where there is no space for words."""

    x: float = 0.0
    """In percent of the chart's width, as all `x` and `width` of charts are; lines of numbers have none."""
    y: float = 0.0
    """In pixels from the top, as all `y` and `height` are; lines of days have none."""
    label: str


class ChartMark(Struct, frozen=True, kw_only=True):
    """A dot around x, y; or a bar from x on, as wide as its width."""

    x: float
    y: float
    width: float = 0.0
    size: float
    """Radius of the dot, half of the bar's height, in pixels."""
    label: str
    """What it stands for, in a few words."""
    href: str = ""
    """To the first of it; "" for a mark that is no link."""


class ChartLine(Struct, frozen=True, kw_only=True):
    """A line from one mark to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 1.0


class TimelineRow(Struct, frozen=True, kw_only=True):
    """What a timeline's chart draws, in words."""

    date: DateView
    sentence: str
    """Its beginning."""
    href: str
    article: ArticleView
    """Where, and when, it was reported."""


class TimelineChart(Struct, frozen=True, kw_only=True):
    """When things happened, above when they were reported."""

    period: str
    """From when to when."""
    height: float
    lane: float
    """Where the lane of reports begins."""
    happened: tuple[ChartMark, ...]
    reported: tuple[ChartMark, ...]
    ties: tuple[ChartLine, ...]
    """From what happened to its report."""
    ticks: tuple[ChartTick, ...]
    earlier: int
    later: int
    """How many events lie outside of it."""
    rows: tuple[TimelineRow, ...]


class VoiceRow(Struct, frozen=True, kw_only=True):
    """How much somebody is heard."""

    actor: ActorView | None
    """None for all others, and for those without a name."""
    label: str
    verbatim: int
    retold: int
    """How many quotes, word for word or wholly, and in part or in reported speech."""
    share: int
    """Percent of all quotes, rounded."""
    verbatim_width: float
    retold_width: float


class VoicesChart(Struct, frozen=True, kw_only=True):
    """Who is heard how much."""

    total: int
    rows: tuple[VoiceRow, ...]


class NetworkNode(Struct, frozen=True, kw_only=True):
    """Somebody in a network."""

    actor: ActorView
    x: float
    y: float
    size: float
    anchor: str
    """Which part of the name stands at x: start, middle or end."""
    name: str
    """As long as there is space for."""
    is_centre: bool = False


class NetworkRow(Struct, frozen=True, kw_only=True):
    """Two who are named in the same articles."""

    one: ActorView
    other: ActorView
    articles: int


class NetworkChart(Struct, frozen=True, kw_only=True):
    """Who is named together with whom."""

    height: float
    nodes: tuple[NetworkNode, ...]
    lines: tuple[ChartLine, ...]
    rows: tuple[NetworkRow, ...]
    """What is drawn, the most articles in common first."""


class PresenceRow(Struct, frozen=True, kw_only=True):
    """A stretch of time in which an actor is named."""

    label: str
    mentions: int
    articles: int


class PresenceChart(Struct, frozen=True, kw_only=True):
    """How often an actor is named over time, by the dates of articles."""

    period: str
    height: float
    bars: tuple[ChartMark, ...]
    """y is the top of a bar that ends at the chart's height; size is not used."""
    ticks: tuple[ChartTick, ...]
    peak: PresenceRow
    rows: tuple[PresenceRow, ...]


class FigureSource(Struct, frozen=True, kw_only=True):
    """Who gives numbers."""

    name: str
    shape: int
    """Which of the shapes, from 0; the last one is everybody else's."""
    actor: ActorView | None = None


class FigureMark(Struct, frozen=True, kw_only=True):
    """A number, or all between two."""

    x: float
    shift: int
    """Pixels beside x."""
    y: float
    top: float
    bottom: float
    """From the highest to the lowest that is said; both are y where it is one number."""
    shape: int
    bound: str
    """least: at least so many; most: at most; "" else."""
    is_rough: bool
    label: str
    href: str


class FigureChart(Struct, frozen=True, kw_only=True):
    """What is said of one measure over time."""

    measure: str
    subject: str
    """What is mostly counted; may be ""."""
    unit: str
    period: str
    lowest: str
    highest: str
    height: float
    ticks: tuple[ChartTick, ...]
    lines: tuple[ChartTick, ...]
    """Of the numbers."""
    marks: tuple[FigureMark, ...]
    sources: tuple[FigureSource, ...]
    rows: tuple[FigureView, ...]


class HomeView(Struct, frozen=True, kw_only=True):
    """home.html"""

    briefings: tuple[BriefingCard, ...]
    latest: tuple[LatestView, ...]


class BriefingView(Struct, frozen=True, kw_only=True):
    """briefing.html: the front page of a story. Each list is the head of a longer one."""

    title: str
    summary: str
    introduction: str
    """HTML of the folder's index.md, safe: output it unescaped."""
    first: DateView | None
    last: DateView | None
    """Dates of its oldest and newest article."""
    newest_first: bool
    """Whether the briefing tells its newest article first."""
    news: tuple[KeyFactView, ...]
    """The key facts of its newest article; none where there is no older one."""
    key_facts: tuple[KeyFactView, ...]
    """Others; no two say the same."""
    actors: tuple[HeardActor, ...]
    """The most salient ones."""
    latest_quotes: tuple[QuoteView, ...]
    """The weightiest of the newest article that has any; none where there is no older one."""
    quotes: tuple[QuoteView, ...]
    """The weightiest of the others."""
    tallies: tuple[TallyView, ...]
    figures: tuple[FigureView, ...]
    """Such as stand in none of the tallies."""
    timeline: tuple[MomentView, ...]
    articles: tuple[SourceView, ...]
    """All of them, in the briefing's order."""
    quotes_page: Link
    """Titles hold the counts: "All 57 quotes"."""
    facts_page: Link
    timeline_page: Link
    booklet: str
    """Address of the whole briefing in one file."""
    timeline_chart: TimelineChart | None = None
    voices: VoicesChart | None = None
    network: NetworkChart | None = None
    """Charts: None where there is too little to be drawn."""


class BookletActor(Struct, frozen=True, kw_only=True):
    """An actor in the whole of a briefing."""

    id: str
    """The element's id."""
    name: str
    kind: str
    """person, organization, place or group."""
    role: str
    mentions: int
    quotes: int
    """Both in the articles that the file holds."""


class BookletArticle(Struct, frozen=True, kw_only=True):
    """An article in the whole of a briefing."""

    id: str
    """The element's id; every id of its text begins with it."""
    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    words: int
    direction: str
    """Of its text: ltr or rtl."""
    excerpt: bool
    """Whether only the beginning of its text may be shown."""
    body: tuple[BodyView, ...]
    hidden: tuple[str, ...]
    """Ids of what is linked to and stands in words that are not shown; only of an excerpt."""


class BookletView(Struct, frozen=True, kw_only=True):
    """booklet.html: the whole of a briefing in one file, to be printed or sent. Links to what it holds stay in it."""

    title: str
    summary: str
    introduction: str
    """HTML of the folder's index.md, safe: output it unescaped."""
    key_facts: tuple[KeyFactView, ...]
    actors: tuple[BookletActor, ...]
    quotes: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    timeline: tuple[TimelinePart, ...]
    articles: tuple[BookletArticle, ...]
    """Those that it holds, in the briefing's order: of a large one the newest."""
    further: tuple[ArticleView, ...]
    """Those that it only names, newest first."""
    unlisted: int
    """How many more there are."""
    total: int
    """All articles of the briefing."""
    overview: str
    """Address of the briefing's front page."""


class ArticlePage(Struct, frozen=True, kw_only=True):
    """article.html"""

    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    minutes: int
    """Reading time."""
    words: int
    body: tuple[BodyView, ...]
    actors: tuple[CountedActor, ...]
    """Who is named in it; counts are of this article."""
    key_facts: tuple[KeyFactView, ...]
    quotes: int
    figures: int
    dates: int
    contents: tuple[Link, ...]
    """Its headings, when there are several."""
    direction: str
    """Of its text: ltr or rtl."""
    record: str
    """Address of its annotation record (JSON)."""
    notices: tuple[str, ...]
    """What a reader should know, e.g. that nothing was annotated in this language."""
    previous: Link | None
    next: Link | None


class ExcerptEntry(Struct, frozen=True, kw_only=True):
    """Something found in an excerpt's text. Exactly one of quote, figure, event, key_fact is given."""

    id: str
    """Of the element, for what links to its words; "" where those stand marked on the page."""
    quote: QuoteView | None = None
    figure: FigureView | None = None
    event: EventView | None = None
    key_fact: KeyFactView | None = None


class ExcerptActor(Struct, frozen=True, kw_only=True):
    """An actor whom an excerpt's text names."""

    actor: CountedActor
    ids: tuple[str, ...]
    """Of its mentions in words that are not shown, for what links to them."""


class ExcerptPage(Struct, frozen=True, kw_only=True):
    """excerpt.html: an article of somebody else's. Its sentences are cut short, with "…" for what is left out."""

    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    direction: str
    """Of its text: ltr or rtl."""
    words: int
    """Of the whole text."""
    body: tuple[BodyView, ...]
    """How it begins."""
    key_facts: tuple[ExcerptEntry, ...]
    actors: tuple[ExcerptActor, ...]
    quotes: tuple[ExcerptEntry, ...]
    figures: tuple[ExcerptEntry, ...]
    dates: tuple[ExcerptEntry, ...]
    further: tuple[str, ...]
    """Ids of key facts that the page does not show."""
    record: str
    """Address of its annotation record (JSON)."""
    notices: tuple[str, ...]
    previous: Link | None
    next: Link | None


class ActorGroup(Struct, frozen=True, kw_only=True):
    """Actors of one kind, alphabetically."""

    kind: str
    title: str
    """People, Organizations, Places, Groups."""
    actors: tuple[CountedActor, ...]


class ActorsView(Struct, frozen=True, kw_only=True):
    """actors.html: the index."""

    leading: tuple[CountedActor, ...]
    """The most prominent ones over all briefings."""
    groups: tuple[ActorGroup, ...]


class OfficeView(Struct, frozen=True, kw_only=True):
    """A role that articles give to an actor."""

    role: str
    first: DateView | None
    last: DateView | None
    """Dates of the oldest and newest article that does."""
    articles: int
    article: ArticleView
    """The newest."""


class AppearanceView(Struct, frozen=True, kw_only=True):
    """A briefing in which an actor is named."""

    title: str
    href: str
    articles: int
    """Of its articles that name the actor."""
    quotes: int


class ActorArticle(Struct, frozen=True, kw_only=True):
    """One article on an actor's page."""

    article: ArticleView
    quotes: tuple[QuoteView, ...]
    """What the actor says in it."""
    about: tuple[QuoteView, ...]
    """What others say in it and name the actor."""
    mentions: tuple[MentionView, ...]


class ActorPage(Struct, frozen=True, kw_only=True):
    """actor.html"""

    actor: CountedActor
    heard: int
    """How many articles quote it, of those that name it."""
    roles: tuple[str, ...]
    """All roles that articles give, most frequent first."""
    offices: tuple[OfficeView, ...]
    """The same with their articles and dates, the newest first. Only on the first page."""
    briefings: tuple[AppearanceView, ...]
    """Those with most articles first. Only on the first page."""
    aliases: tuple[str, ...]
    articles: tuple[ActorArticle, ...]
    """Newest first."""
    subjects: tuple[SubjectView, ...]
    """What its quotes on this page are about: the most frequent first."""
    company: tuple[CountedActor, ...]
    """Whom it is named with most often; `mentions` counts shared articles. Only on the first page."""
    initial: str
    """First letter of the name: a picture in want of one."""
    pages: tuple[Link, ...]
    """As of any list: empty when there is only one."""
    presence: PresenceChart | None = None
    network: NetworkChart | None = None
    """Charts: only on the first page, None where there is too little to be drawn."""


class QuoteGroup(Struct, frozen=True, kw_only=True):
    """The quotes of one article."""

    article: ArticleView
    quotes: tuple[QuoteView, ...]


class QuotesView(Struct, frozen=True, kw_only=True):
    """quotes.html: a briefing's quotes, by date and article."""

    briefing: str
    groups: tuple[QuoteGroup, ...]
    total: int
    """On all pages."""
    stance: str
    """The only one that its quotes have; "" for all quotes."""
    stances: tuple[Link, ...]
    """The ways to all quotes, and to those of each stance; `note` counts. Only on the first page, () where all have one."""
    speakers: tuple[CountedActor, ...]
    """Who is quoted most, in the whole briefing; its `quotes` and `articles` are of it. Only on the first page."""
    pages: tuple[Link, ...]
    """Empty when there is only one."""


class FigureGroup(Struct, frozen=True, kw_only=True):
    """The figures of one article."""

    article: ArticleView
    figures: tuple[FigureView, ...]


class FactsView(Struct, frozen=True, kw_only=True):
    """facts.html: a briefing's key facts and figures."""

    briefing: str
    key_facts: tuple[KeyFactView, ...]
    """Only on the first page."""
    tallies: tuple[TallyView, ...]
    """Only on the first page."""
    groups: tuple[FigureGroup, ...]
    total: int
    """Figures on all pages."""
    pages: tuple[Link, ...]
    charts: tuple[FigureChart, ...] = ()
    """Only on the first page."""


class EventGroup(Struct, frozen=True, kw_only=True):
    """What happened on one day of a story, or in a longer time of which no more is known; or in a year, of the background."""

    id: str
    """The heading's id."""
    date: DateView
    """A day with its weekday."""
    is_mixed: bool
    """Whether that is only the year in which they lie, and they have dates of their own."""
    events: tuple[EventView, ...]


class TimelinePart(Struct, frozen=True, kw_only=True):
    """A part of a timeline."""

    name: str
    """story (its own days), later (far behind its last report), background (long before, or longer than a month);
    years for a story without any days of its own."""
    groups: tuple[EventGroup, ...]


class CalendarDay(Struct, frozen=True, kw_only=True):
    """A day of a calendar."""

    number: int
    """Of the month."""
    date: DateView
    """With its weekday."""
    rows: int = 0
    """How many sentences are dated to it."""
    share: int = 0
    """The same in percent of the day with most."""
    href: str = ""
    """To what happened on it; "" where nothing did."""


class CalendarMonth(Struct, frozen=True, kw_only=True):
    """A month of a calendar, from the first week in which something happened to the last."""

    date: DateView
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    """Seven days each, from Monday; None for those of other months."""


class TimelineView(Struct, frozen=True, kw_only=True):
    """timeline.html: a briefing's dated sentences in the order of what they tell, the story's own days first."""

    briefing: str
    parts: tuple[TimelinePart, ...]
    """Those that are on this page."""
    total: int
    pages: tuple[Link, ...]
    calendar: tuple[CalendarMonth, ...] = ()
    """The days on which the story happened, on all pages; () when they are of many months. Only on the first page."""
    stops: tuple[Link, ...] = ()
    """The way to what the calendar does not hold: to months, or to the other parts; `note` counts. Only on the first page."""
    start: str = ""
    """The way to the first page, where these are; "" on it."""


class SearchView(Struct, frozen=True, kw_only=True):
    """search.html: a place for the search form, which assets/search.js makes, and ways that need no JavaScript."""

    actors: Link
    briefings: Link


class NotFoundView(Struct, frozen=True, kw_only=True):
    """404.html: served for any address, so its links are absolute where base_url is set."""

    home: str


class RedirectView(Struct, frozen=True, kw_only=True):
    """redirect.html: stands at a former address."""

    target: Link


class FeedEntry(Struct, frozen=True, kw_only=True):
    """An article in the feed."""

    id: str
    """An IRI that never changes."""
    title: str
    href: str
    """Absolute with base_url, else relative to the feed."""
    updated: str
    """RFC 3339."""
    author: str
    summary: str
    """Its first key facts, as plain text."""


class FeedView(Struct, frozen=True, kw_only=True):
    """feed.xml (Atom)"""

    id: str
    title: str
    subtitle: str
    home: str
    self_: str
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapView(Struct, frozen=True, kw_only=True):
    """sitemap.xml and robots.txt"""

    addresses: tuple[tuple[str, str], ...]
    """(absolute address, date of last change or "")"""
    sitemap: str
    """Absolute address of the sitemap, or ""."""
