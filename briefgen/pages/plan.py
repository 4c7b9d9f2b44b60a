"""The plan of a site: which files it has, and what each page is made from.

A page's recipe is plain data: everything that its making depends on beside the theme, with articles named
by their contents' fingerprints. Equal recipes, equal pages; so a page is made again when its recipe has
changed, and only then. A plan makes no page and opens no article: outlines are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefgen.briefing.cast import Cast, Identity
from briefgen.briefing.outline import Outline
from briefgen.briefing.story import Story, extent, latest_first, newest_first, story
from briefgen.diagnostic import Diagnostic
from briefgen.keyed import Fold
from briefgen.pages import (
    addresses,
    bids,
    booklet,
    chronicle,
    excerpt,
    feeds,
    home,
    lists,
    overview,
    people,
    profile,
    reading,
    search,
)
from briefgen.pages.casting import counted, heard, leading, speakers
from briefgen.pages.claims import Bid, Claim, Claims, Subject
from briefgen.pages.directory import Titled, Used, named, titled
from briefgen.pages.lists import ListName
from briefgen.pages.page import Heading, Masthead
from briefgen.pages.paging import beside, paged
from briefgen.pages.recipe import Recipe
from briefgen.pages.rows import Lists, events, stances
from briefgen.pages.shards import Rolls, Sheaves
from briefgen.source import Static

EVERY_SITE = "every site"
"""Owner of the claims that no story and no actor makes."""
EVERYONE = "everyone"
"""Owner of the claims that all actors make together."""
SHARDS = ("actor_shard", "story_shard")
"""Kinds of pages of which the search consists."""


class Plan:
    """The files of a site, kept up to date while its articles change."""

    def __init__(
        self, masthead: Masthead, statics: tuple[Static, ...], assets: tuple[Static, ...], *, is_indexed: bool = False
    ) -> None:
        """`is_indexed`: browsers ask Pagefind's index, not the shards of the search."""
        self.masthead = masthead
        self._is_indexed = is_indexed
        self._statics = {f"content/{static.place}": static for static in statics}
        self._assets = assets
        self._outlines: dict[str, Outline] = {}
        self.cast = Cast()
        self._stories: Fold[str, Outline, str, Outline, Story] = Fold(
            lambda path, article: [(article.folder, article)],
            lambda folder, members: story(
                folder, (one for path in sorted(members) for one in members[path]), masthead.title
            ),
        )
        self._lists = Lists()
        self._titles: dict[str, str] = {}
        """Of the stories, by folder."""
        self._appearing: dict[Identity, list[list[tuple[str, tuple[str, ...]]]]] = {}
        """Actors' articles page by page."""
        self._rolls = Rolls()
        self._sheaves = Sheaves()
        self._claims = Claims()
        self._claims.update([(EVERY_SITE, bids.of_every_site(masthead, self._statics, assets))])

    @property
    def pages(self) -> Mapping[str, Claim | Static]:
        """Every file of the site by address, in no certain order."""
        return self._claims.pages

    @property
    def made(self) -> int:
        """How many of them are no copied files."""
        copied = {static.place for static in (*self._statics.values(), *self._assets)}
        files = len(self.pages) - sum(isinstance(self.pages.get(place), Static) for place in copied)
        return files - len(self.unpublished)

    @property
    def unpublished(self) -> list[str]:
        """The addresses of the pages that no browser gets, sorted: shards of a site with an index, which is made of them."""
        if not self._is_indexed:
            return []
        return sorted(
            address for address, page in self.pages.items() if isinstance(page, Claim) and page.kind in SHARDS
        )

    def update(self, changes: Iterable[tuple[str, Outline | None]]) -> set[str]:
        """Take in articles that are new or changed (None: gone), by path.

        Gives the addresses of all pages that may be others than before, and of those that are new.
        """
        changes = list(changes)
        if not changes:
            return set()
        moved: set[str] = set()
        redated: set[str] = set()
        for path, article in changes:
            before, former = self._address(path), self._outlines.get(path)
            if (former and former.date) != (article and article.date):
                redated.add(path)
            if article is None:
                self._outlines.pop(path, None)
            else:
                self._outlines[path] = article
            if self._address(path) != before:
                moved.add(path)
        actors, recast = self.cast.update(
            (path, None if article is None or article.is_index else article) for path, article in changes
        )
        folders = self._stories.update(changes)
        retitled = self._retitled(folders)
        claims: list[tuple[Subject, list[Bid] | None]] = []
        for folder in folders:
            one = self._stories.results.get(folder)
            if one is None:
                self._lists.forget(folder)
                self._sheaves.forget(folder)
            claims.append((_owner(folder), self._story_bids(one) if one else None))
        recast = {path for path in recast if path in self._outlines}
        # What an actor's page shows of its articles changes with them, whether or not what is said of the actor does.
        shown = actors.union(*map(self.cast.identities, recast | retitled))
        for actor in actors.union(*map(self.cast.identities, redated)):
            self._appearing.pop(actor, None)
            claims.append((actor, self._actor_bids(actor) if actor in self.cast.dossiers else None))
        is_enrolled = self._enrol(actors)
        if is_enrolled:
            claims.append((EVERYONE, bids.of_everyone(self._rolls.shards)))
        changed = self._claims.update(claims)
        found_in = map(addresses.actor_shard, self._rolls.holding(actors))
        changed.update(self._claims.addresses(EVERYONE) if is_enrolled else found_in)
        linking = {one.folder for one in self._outlines.values() if one.targets and not moved.isdisjoint(one.targets)}
        stories = folders | linking | {self._outlines[path].folder for path in recast}
        for owner in (EVERY_SITE, *map(_owner, stories), *shown):
            changed.update(self._claims.addresses(owner))
        return changed

    def _retitled(self, folders: Iterable[str]) -> set[str]:
        """The articles of those of the stories that have another title than before: their actors' pages tell it."""
        articles: set[str] = set()
        for folder in folders:
            before, one = self._titles.pop(folder, None), self._stories.results.get(folder)
            if one is not None:
                self._titles[folder] = one.title
                if before is not None and before != one.title:
                    articles.update(article.path for article in one.articles)
        return articles

    def _enrol(self, actors: Iterable[Identity]) -> bool:
        """Whether one of these actors came, went or has another id, on a site where they can be searched for."""
        if not self.masthead.is_searched:
            return False
        return self._rolls.update({one: self.cast.id(one) if one in self.cast.dossiers else "" for one in actors})

    def _story_bids(self, one: Story) -> list[Bid]:
        shown: list[tuple[ListName, str]] = [(name, "") for name in lists.NAMES]
        shown += [("quotes", stance) for stance, _ in stances(one)[1:]]
        pages = {(name, stance): len(self._lists.of(one, name, stance)[1]) for name, stance in shown}
        return bids.of_story(one, pages, self._sharded(one))

    def _actor_bids(self, actor: Identity) -> list[Bid]:
        dossier = self.cast.dossiers[actor]
        count = len(self._appearances(actor)) if len(dossier.appearances) > people.A_PAGE else 1
        return bids.of_actor(actor, self.cast.id(actor), dossier.name, count)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with addresses."""
        return self._claims.diagnostics

    @property
    def stories(self) -> tuple[Story, ...]:
        """The one with the newest article first."""
        return latest_first(self._stories.results.values())

    def recipe(self, address: str) -> Recipe:
        """What the page at an address is made from. Raises `KeyError` where there is none."""
        claim = self.pages[address]
        if isinstance(claim, Static):
            raise KeyError(address)
        return getattr(self, f"_{claim.kind}")(address, claim.subject, claim.number)  # type: ignore[no-any-return]

    # ------------------------------------------------------------------ recipes, by kind of page

    def _article(self, address: str, path: str, number: int) -> Recipe:
        article = self._outlines[path]
        one = self._stories.results[article.folder]
        at = one.articles.index(article)
        if article.is_excerpt:
            return excerpt.ExcerptRecipe(
                address=address,
                story=_heading(one),
                article=self._used(article),
                words=article.words,
                before=_beside(one, at - 1),
                after=_beside(one, at + 1),
            )
        return reading.ArticleRecipe(
            address=address,
            story=_heading(one),
            article=self._used(article),
            links=self._links(article),
            before=_beside(one, at - 1),
            after=_beside(one, at + 1),
        )

    def _record(self, address: str, path: str, number: int) -> Recipe:
        article = self._outlines[path]
        return feeds.RecordRecipe(address=address, article=Used(article.path, article.content))

    def _overview(self, address: str, folder: str, number: int) -> Recipe:
        one = self._stories.results[folder]
        return overview.OverviewRecipe(
            address=address,
            story=_heading(one),
            summary=one.summary,
            index=Used(one.index.path, one.index.content) if one.index else None,
            links=self._links(one.index) if one.index else (),
            newest_first=one.index is None or one.index.order != "oldest",
            actors=heard(self.cast, one, leading(self.cast, one.articles, overview.HEAD["actors"])),
            articles=tuple(self._used(article) for article in one.articles),
            events=events(one.articles),
            stands=self._lists.stands(one),
        )

    def _booklet(self, address: str, folder: str, number: int) -> Recipe:
        one = self._stories.results[folder]
        held, further = booklet.held(one)
        dated = chronicle.chronicle(held)
        return booklet.BookletRecipe(
            address=address,
            story=_heading(one),
            summary=one.summary,
            index=Used(one.index.path, one.index.content) if one.index else None,
            links=self._links(one.index) if one.index else (),
            actors=tuple(self.cast.face(identity) for identity in leading(self.cast, held, booklet.HEAD["actors"])),
            articles=tuple(self._used(article) for article in held),
            text_links=tuple(self._links(article) for article in held),
            events=tuple((row.at, row.fact) for row in dated),
            places=tuple(row.place for row in dated),
            further=tuple(named(article) for article in further[: booklet.NAMED]),
            total=len(one.articles),
        )

    def _quotes(self, address: str, folder: str, number: int) -> Recipe:
        return self._list(address, "quotes", self._stories.results[folder], number)

    def _stance(self, address: str, subject: tuple[str, str], number: int) -> Recipe:
        folder, stance = subject
        return self._list(address, "quotes", self._stories.results[folder], number, stance)

    def _facts(self, address: str, folder: str, number: int) -> Recipe:
        return self._list(address, "facts", self._stories.results[folder], number)

    def _timeline(self, address: str, folder: str, number: int) -> Recipe:
        return self._list(address, "timeline", self._stories.results[folder], number)

    def _list(self, address: str, name: ListName, one: Story, number: int, stance: str = "") -> Recipe:
        rows, pages = self._lists.of(one, name, stance)
        start, end = pages[number - 1]
        dated = self._lists.chronicle(one) if name == "timeline" else ()

        def days(first: int, behind: int) -> tuple[str, str]:
            if dated:
                return chronicle.stretch(dated[first:behind])
            return extent(one.articles[at].date for at, _ in rows[first:behind])

        shown = rows[start:end]
        places = {at: place for place, at in enumerate(sorted({at for at, _ in shown}))}
        is_leading = name == "facts" and number == 1
        is_first_of_quotes = name == "quotes" and number == 1
        return lists.ListRecipe(
            address=address,
            name=name,
            story=_heading(one),
            number=number,
            pages=len(pages),
            total=len(rows),
            articles=tuple(self._used(one.articles[at]) for at in places),
            rows=tuple((places[at], row) for at, row in shown),
            leading=tuple(self._used(article) for article in one.articles) if is_leading else (),
            days=tuple((n, *days(*pages[n - 1])) for n in beside(len(pages), number)),
            speakers=speakers(self.cast, one) if is_first_of_quotes and not stance else (),
            stance=stance,
            stances=stances(one) if is_first_of_quotes else (),
            places=tuple(row.place for row in dated[start:end]),
            stops=chronicle.stops(dated, pages) if number == 1 else (),
        )

    def _home(self, address: str, subject: str, number: int) -> Recipe:
        stories = self.stories
        latest = newest_first(article for one in stories for article in one.articles)[: home.LATEST]
        return home.HomeRecipe(
            address=address,
            stories=tuple(self._card(one) for one in stories),
            latest=tuple((named(article), _heading(self._stories.results[article.folder])) for article in latest),
        )

    def _card(self, one: Story) -> home.StoryCard:
        first, last = extent(article.date for article in one.articles)
        lead = max(one.articles, key=lambda article: article.lead, default=None)
        return home.StoryCard(
            heading=_heading(one),
            summary=one.summary,
            first=first,
            last=last,
            articles=len(one.articles),
            quotes=sum(article.quotes for article in one.articles),
            figures=sum(len(article.figures) for article in one.articles),
            actors=tuple(self.cast.face(identity) for identity in leading(self.cast, one.articles, home.LEADING)),
            lead=self._used(lead) if lead and lead.key_facts else None,
        )

    def _actors(self, address: str, subject: str, number: int) -> Recipe:
        everyone = self.cast.by_salience()
        return people.ActorsRecipe(
            address=address, actors=tuple(counted(self.cast, identity) for identity, _ in everyone)
        )

    def _actor(self, address: str, identity: Identity, number: int) -> Recipe:
        dossier = self.cast.dossiers[identity]
        pages = self._appearances(identity)
        # What only the first page tells.
        company, ties = profile.company(self.cast, identity) if number == 1 else ((), ())
        appearing = [[(self._outlines[path], ids) for path, ids in page] for page in pages] if number == 1 else []
        told = [one for page in appearing for one in page]
        return people.ActorRecipe(
            address=address,
            actor=counted(self.cast, identity),
            heard=dossier.heard,
            roles=dossier.roles,
            offices=profile.offices(told),
            stories=tuple(
                (_heading(self._stories.results[folder]), articles, quotes)
                for folder, articles, quotes in profile.by_story(told)
            ),
            aliases=dossier.aliases,
            number=number,
            pages=len(pages),
            articles=tuple(self._used_of(path, ids) for path, ids in pages[number - 1]),
            company=company,
            ties=ties,
            presence=profile.over_time(told),
            spoken_of=profile.spoken_of(self.cast, identity, appearing),
        )

    def _search(self, address: str, subject: str, number: int) -> Recipe:
        return search.SearchRecipe(address=address)

    def _shards(self, address: str, subject: str, number: int) -> Recipe:
        if self._is_indexed:
            return search.ShardListRecipe(address=address, shards=(), index=addresses.INDEX)
        stories = [addresses.story_shard(one.articles[first]) for one in self.stories for first in self._sharded(one)]
        return search.ShardListRecipe(
            address=address, shards=(*map(addresses.actor_shard, self._rolls.shards), *stories)
        )

    def _story_shard(self, address: str, subject: tuple[str, str], number: int) -> Recipe:
        folder, path = subject
        one = self._stories.results[folder]
        shards = self._sharded(one)
        start = next(first for first in shards if one.articles[first].path == path)
        articles = tuple(self._used(article) for article in one.articles[start : shards[start]])
        return search.StoryShardRecipe(address=address, story=_heading(one), articles=articles)

    def _actor_shard(self, address: str, first: str, number: int) -> Recipe:
        actors = tuple(
            search.Sought(counted(self.cast, one), self.cast.dossiers[one].aliases) for one in self._rolls.shards[first]
        )
        return search.ActorShardRecipe(address=address, actors=actors)

    def _feed(self, address: str, subject: str, number: int) -> Recipe:
        latest = newest_first(article for one in self.stories for article in one.articles)
        return feeds.FeedRecipe(
            address=address, articles=tuple(Used(one.path, one.content) for one in latest[: feeds.NEWEST])
        )

    def _not_found(self, address: str, subject: str, number: int) -> Recipe:
        return feeds.NotFoundRecipe(address=address)

    def _redirect(self, address: str, path: str, number: int) -> Recipe:
        article = self._outlines[path]
        return feeds.RedirectRecipe(address=address, article=titled(article))

    def _sitemap(self, address: str, subject: str, number: int) -> Recipe:
        changed = {addresses.article(article): article.date or "" for one in self.stories for article in one.articles}
        listed = sorted(
            address
            for address, page in self.pages.items()
            if isinstance(page, Claim) and address.endswith(".html") and self._is_at_home(page)
        )
        return feeds.SitemapRecipe(
            address=address, pages=tuple((address, changed.get(address, "")) for address in listed)
        )

    def _is_at_home(self, page: Claim) -> bool:
        """Whether what a page says stands nowhere else: excerpts have their originals, booklets the pages they gather,
        and quotes of one stance stand among all.
        """
        if page.kind == "article":
            return not self._outlines[str(page.subject)].is_excerpt
        return page.kind not in ("not_found", "redirect", "booklet", "search", "stance")

    def _robots(self, address: str, subject: str, number: int) -> Recipe:
        return feeds.RobotsRecipe(address=address)

    # ------------------------------------------------------------------ ingredients

    def _used(self, article: Outline) -> Used:
        return Used(article.path, article.content, self.cast.faces(article))

    def _used_of(self, path: str, ids: tuple[str, ...]) -> Used:
        """An article with the faces of one of its actors, of those who speak of it, and of those whom it speaks of."""
        article = self._outlines[path]
        known = set(ids).union(one.speaker for one in article.about if not one.of_none(ids))
        known.update(id for one in article.about if one.speaker in ids for id in one.of)
        return Used(path, article.content, tuple(pair for pair in self.cast.faces(article) if pair[0] in known))

    def _links(self, article: Outline) -> tuple[tuple[str, str], ...]:
        """(path, address) of the files that an article links to and that there are."""
        return tuple((path, address) for path in article.targets if (address := self._address(path)) is not None)

    def _address(self, path: str) -> str | None:
        other = self._outlines.get(path)
        if other:
            return addresses.briefing(other.folder) if other.is_index else addresses.article(other)
        static = self._statics.get(path)
        return static.place if static else None

    def _appearances(self, identity: Identity) -> list[list[tuple[str, tuple[str, ...]]]]:
        """(path, the actor's ids in it) of an actor's articles, newest first, on as many pages as they need."""
        known = self._appearing.get(identity)
        if known is None:
            ids = dict(self.cast.dossiers[identity].appearances)
            paths = [article.path for article in newest_first(self._outlines[path] for path in ids)]
            spans = paged(paths, people.A_PAGE)
            known = self._appearing[identity] = [[(path, ids[path]) for path in paths[a:z]] for a, z in spans]
        return known

    def _sharded(self, one: Story) -> Mapping[int, int]:
        """The (first: behind the last) articles of each of a story's shards; none on a site without a search."""
        return self._sheaves.of(one) if self.masthead.is_searched else {}


def _owner(subject: Subject) -> Subject:
    """Whose claims a story's or an actor's are."""
    return f"story {subject}" if isinstance(subject, str) else subject


def _heading(one: Story) -> Heading:
    return Heading(one.folder, one.title)


def _beside(one: Story, at: int) -> Titled | None:
    return titled(one.articles[at]) if 0 <= at < len(one.articles) else None
