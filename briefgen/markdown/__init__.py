"""Markdown: to plain text with offsets, and with marks to HTML. Only this package imports markdown-it."""

from briefgen.markdown.projection import Block, Projection, project
from briefgen.markdown.tokens import Format, heading_id, parser, target
from briefgen.markdown.weaving import Heading, Mark, WovenBlock, flatten, weave

__all__ = [
    "Block",
    "Format",
    "Heading",
    "Mark",
    "Projection",
    "WovenBlock",
    "flatten",
    "heading_id",
    "parser",
    "project",
    "target",
    "weave",
]
