"""HTML that strangers wrote: made harmless before it is kept."""

import nh3

MOST_TAGS = 5000
"""More than newsletters have. What makes HTML harmless can take time by the square of them."""

LINK_RELATION = "noopener noreferrer nofollow"


def is_excessive(html: str) -> bool:
    """Whether the HTML has more tags than are read."""
    return html.count("<") > MOST_TAGS


def harmless(html: str) -> str:
    """The HTML with its formatting, links and pictures, without scripts, styles, forms and handlers."""
    return nh3.clean(html, link_rel=LINK_RELATION).strip()
