"""Which parts of the index a page reads."""

from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage.state_index.layout import PARTS_PER_QUARTER, QUARTERS_PER_BUCKET
from polydesk.storage.state_index.page_plan import Share, Span, shares, span

directories = st.dictionaries(st.integers(0, 12), st.integers(1, 4_000), max_size=8)


@given(directories, st.integers(0, 20_000), st.integers(0, 1_000))
def test_the_shares_of_a_page_are_its_slice_of_the_whole_list(
    directory: dict[int, int], offset: int, limit: int
) -> None:
    counts = sorted(directory.items(), reverse=True)
    whole = [(quarter, rank) for quarter, count in counts for rank in range(count)]

    given_by_shares = [
        (share.quarter, rank) for share in shares(counts, offset, limit) for rank in range(share.start, share.stop)
    ]

    assert given_by_shares == whole[offset : offset + limit]


def test_a_page_in_the_newer_half_of_a_quarter_reads_from_its_new_end() -> None:
    assert span([Share(quarter=6, count=1000, start=490, stop=500)]) == Span(20, 29, descending=True, limit=6)


def test_a_page_in_the_older_half_of_a_quarter_reads_from_its_old_end() -> None:
    assert span([Share(quarter=6, count=1000, start=500, stop=510)]) == Span(20, 29, limit=6)


def test_a_page_that_reaches_far_into_a_quarter_reads_more_of_it() -> None:
    assert span([Share(quarter=6, count=1000, start=10, stop=650)]) == Span(20, 29, descending=True, limit=8)


def test_a_page_of_most_of_a_quarter_reads_all_of_it() -> None:
    assert span([Share(quarter=6, count=1000, start=50, stop=950)]) == Span(20, 29, descending=True)


def test_a_page_that_crosses_quarters_reads_the_near_ends_in_one_go() -> None:
    assert span([Share(7, 1000, 995, 1000), Share(6, 1000, 0, 5)]) == Span(27, 32)


def test_a_page_that_crosses_quarters_reads_as_far_as_it_reaches() -> None:
    assert span([Share(7, 1000, 500, 1000), Share(6, 1000, 0, 500)]) == Span(24, 35)


def test_a_quarter_between_two_others_is_read_whole() -> None:
    assert span([Share(7, 10, 0, 10), Share(6, 10, 0, 10), Share(5, 10, 0, 10)]) == Span(10, 39)


@given(directories, st.integers(0, 20_000), st.integers(1, 1_000))
def test_what_is_read_has_a_part_of_each_share(directory: dict[int, int], offset: int, limit: int) -> None:
    page = list(shares(sorted(directory.items(), reverse=True), offset, limit))
    for bucket in {share.bucket for share in page}:
        together = [share for share in page if share.bucket == bucket]
        wanted = span(together)
        assert 0 <= wanted.lowest <= wanted.highest < PARTS_PER_QUARTER * QUARTERS_PER_BUCKET
        for share in together:
            lowest, highest = share.parts
            assert max(lowest, wanted.lowest) <= min(highest, wanted.highest)
