"""Folds over annotated articles: stories, the people and bodies in them, what they said, what happened.

Everything here is a pure function of parsed and annotated articles; no address, no HTML.
"""
