"""Lists of tickets: a filter is planned, the indexes answer its parts, and a page of what they say is read."""
