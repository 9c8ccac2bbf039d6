"""Notes are HTML: what is harmless in them stays, scripts and styles go with their content."""

READ_AT_MOST = 20_000
"""Characters of a note that are looked at: reading deeply nested tags takes time by the square of their number."""


def sanitised(text: str, longest: int) -> str:
    """Harmless HTML of at most so many characters. Without a tag there is nothing to do, and `&` stays as it is."""
    if "<" not in text:
        return text[:longest]
    import nh3

    clean, room = nh3.clean(text[:READ_AT_MOST]), longest
    whole = clean
    while len(clean) > longest and room > 0:
        # A cut may leave half a tag or an open one, and closing it takes room.
        clean = nh3.clean(whole[:room])
        room -= max(1, len(clean) - longest)
    return clean
