"""Figures: amounts with qualifier, unit, measure and what is counted."""

from briefgen.annotate.figures.find import find_figures

__all__ = ["find_figures"]
