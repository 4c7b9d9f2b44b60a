"""Dates: expressions of time, resolved against the day of publication."""

from briefgen.annotate.dates.find import find_dates, sentence_spans

__all__ = ["find_dates", "sentence_spans"]
