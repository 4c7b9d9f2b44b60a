"""Charts of annotations as views: what is drawn comes from `briefgen.charts`, words and links are put to it here."""

from briefgen.pages.charting.figures import FIGURES, figure_charts
from briefgen.pages.charting.network import ego_network, story_network
from briefgen.pages.charting.presence import presence_chart
from briefgen.pages.charting.timeline import EVENTS, timeline_chart
from briefgen.pages.charting.voices import voices_chart

__all__ = [
    "EVENTS",
    "FIGURES",
    "ego_network",
    "figure_charts",
    "presence_chart",
    "story_network",
    "timeline_chart",
    "voices_chart",
]
