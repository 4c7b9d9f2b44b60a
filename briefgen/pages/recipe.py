"""Recipes: all that a page is made from beside the theme, as plain data; one kind for each kind of page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct

from briefgen.memo import fingerprint
from briefgen.pages import booklet, excerpt, feeds, home, lists, overview, people, reading, search
from briefgen.pages.directory import Open, Used
from briefgen.pages.page import Masthead, Page

Recipe: TypeAlias = (
    reading.ArticleRecipe
    | excerpt.ExcerptRecipe
    | home.HomeRecipe
    | overview.OverviewRecipe
    | booklet.BookletRecipe
    | lists.ListRecipe
    | people.ActorsRecipe
    | people.ActorRecipe
    | search.SearchRecipe
    | search.ShardListRecipe
    | search.StoryShardRecipe
    | search.ActorShardRecipe
    | feeds.RecordRecipe
    | feeds.FeedRecipe
    | feeds.NotFoundRecipe
    | feeds.RedirectRecipe
    | feeds.SitemapRecipe
    | feeds.RobotsRecipe
)

MAKERS: Mapping[type[Struct], Callable[..., Page]] = {
    reading.ArticleRecipe: reading.article_page,
    excerpt.ExcerptRecipe: excerpt.excerpt_page,
    home.HomeRecipe: home.home_page,
    overview.OverviewRecipe: overview.overview_page,
    booklet.BookletRecipe: booklet.booklet_page,
    lists.ListRecipe: lists.list_page,
    people.ActorsRecipe: people.index_page,
    people.ActorRecipe: people.actor_page,
    search.SearchRecipe: search.search_page,
    search.ShardListRecipe: search.shard_list_page,
    search.StoryShardRecipe: search.story_shard_page,
    search.ActorShardRecipe: search.actor_shard_page,
    feeds.RecordRecipe: feeds.record_page,
    feeds.FeedRecipe: feeds.feed_page,
    feeds.NotFoundRecipe: feeds.not_found_page,
    feeds.RedirectRecipe: feeds.redirect_page,
    feeds.SitemapRecipe: feeds.sitemap_page,
    feeds.RobotsRecipe: feeds.robots_page,
}


def make(recipe: Recipe, masthead: Masthead, open: Open) -> Page:
    """The page of a recipe; `open` reads the articles that it names."""
    return MAKERS[type(recipe)](recipe, masthead, open)


def template_of(recipe: Recipe) -> str:
    """The name of the template that renders a page; "" for one that is made without."""
    return f"{recipe.name}.html" if isinstance(recipe, lists.ListRecipe) else recipe.template


def grounds(recipe: Recipe) -> dict[str, str]:
    """What a page depends on, part by part: each article that it is made from by its path, the rest by the recipe's fields."""
    parts: dict[str, str] = {}
    for field in recipe.__struct_fields__:
        value = getattr(recipe, field)
        used = (value,) if isinstance(value, Used) else value
        if isinstance(used, tuple) and used and isinstance(used[0], Used):
            for one in used:
                parts[one.path] = one.content
            parts[f"{field}:order"] = fingerprint([one.path for one in used])
            parts[f"{field}:faces"] = fingerprint([one.faces for one in used])
        else:
            parts[field] = fingerprint(value)
    return parts


def first_article(recipe: Recipe) -> str:
    """The path of the first article that a page is made from; "" for one without."""
    match recipe:
        case reading.ArticleRecipe() | excerpt.ExcerptRecipe() | feeds.RecordRecipe():
            return recipe.article.path
        case (
            people.ActorRecipe()
            | lists.ListRecipe()
            | overview.OverviewRecipe()
            | booklet.BookletRecipe()
            | search.StoryShardRecipe()
        ):
            return recipe.articles[0].path if recipe.articles else ""
        case _:
            return ""
