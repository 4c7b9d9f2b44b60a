"""What each page's template gets to see: the theme's contract. Plain data, no logic.

A template sees its page's view and nothing else, so the view is the page's list of dependencies.
Every `href` is relative to the page it is shown on and works from `file://`.
"""
