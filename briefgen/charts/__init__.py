"""Geometry of charts: numbers in, plain views of shapes out. Knows nothing of articles, addresses, words or templates.

A chart is as wide as its place on the page: `x` is in percent of its width (0 to 100), `y` and sizes are in CSS pixels,
so that words keep their size on any screen. What is drawn is kept apart for `NARROWEST` pixels, and with that for every
wider screen.
"""

NARROWEST = 280
"""Width in pixels for which everything is kept apart: a screen of 320 less its margins."""
