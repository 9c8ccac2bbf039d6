"""Notes are HTML: what is harmless in them stays, scripts and styles go with their content."""

READ_AT_MOST = 20_000
"""Characters of a note that are looked at: reading deeply nested tags takes time by the square of their number."""


def sanitised(text: str, longest: int) -> str:
    """Harmless HTML of at most so many characters. Without a tag there is nothing to do, and `&` stays as it is."""
    if "<" not in text:
        return text[:longest]
    import nh3

    whole = clean = nh3.clean(text[:READ_AT_MOST])
    room = longest
    while len(clean) > longest:
        # A cut may leave half a tag or open ones, and closing them takes room.
        clean = nh3.clean(whole[:room])
        room = min(room - 1, room * longest // max(1, len(clean)))
    return clean
