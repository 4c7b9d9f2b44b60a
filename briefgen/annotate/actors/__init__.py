"""Actors: names found, repaired, merged to those they name, and described."""

from briefgen.annotate.actors.find import find_actors

__all__ = ["find_actors"]
