"""Quotes: what a text attributes to whom, by marks, cues and syntax."""

from briefgen.annotate.quotes.find import find_quotes

__all__ = ["find_quotes"]
