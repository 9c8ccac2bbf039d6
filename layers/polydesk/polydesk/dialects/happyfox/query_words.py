"""The words of a list's `q`: they are searched as everywhere, all of them, in any order."""

from polydesk.dialects.happyfox.query_language import QueryText
from polydesk.domain.errors import InvalidValue
from polydesk.domain.search_terms import MAX_QUERY_LENGTH, SearchQuery, parse_query

NO_WORD = "There is no word to search for."


def search_of(query: QueryText) -> SearchQuery | None:
    """Return the search for the words of a query; None without any. Raises InvalidValue for `q`.

    Only the last word of a query may be unfinished, unless it is quoted.
    """
    if not query.words:
        return None
    text = " ".join(query.words)
    if len(text) > MAX_QUERY_LENGTH:
        raise InvalidValue("q", f"The words can have at most {MAX_QUERY_LENGTH} characters together.")
    search = parse_query(text)
    if not search.terms and search.prefix is None:
        raise InvalidValue("q", NO_WORD)
    return search if query.unfinished else _finished(search)


def _finished(search: SearchQuery) -> SearchQuery:
    """Return the search with the last word as a whole one."""
    last = () if search.prefix is None else (search.prefix,)
    return SearchQuery(tuple(dict.fromkeys((*search.terms, *last))), None, search.number)
