"""briefgen: static sites of annotated briefings."""

__version__ = "0.1.0"
