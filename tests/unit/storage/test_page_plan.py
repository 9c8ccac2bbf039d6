"""The segments of the state index that a page reads."""

from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage.state_index.layout import QUARTERS_PER_BUCKET, SEGMENTS_PER_QUARTER
from polydesk.storage.state_index.page_plan import PageSlice, ReadRange, page_slices, read_range

directories = st.dictionaries(st.integers(0, 12), st.integers(1, 4_000), max_size=8)


@given(directories, st.integers(0, 20_000), st.integers(0, 1_000))
def test_the_slices_of_a_page_are_its_part_of_the_whole_list(
    directory: dict[int, int], offset: int, limit: int
) -> None:
    counts = sorted(directory.items(), reverse=True)
    whole = [(quarter, rank) for quarter, count in counts for rank in range(count)]

    in_slices = [
        (page_slice.quarter, rank)
        for page_slice in page_slices(counts, offset, limit)
        for rank in range(page_slice.start, page_slice.stop)
    ]

    assert in_slices == whole[offset : offset + limit]


def test_a_page_in_the_newer_half_of_a_quarter_reads_from_its_new_end() -> None:
    assert read_range([PageSlice(quarter=6, count=1000, start=490, stop=500)]) == ReadRange(
        20, 29, descending=True, limit=6
    )


def test_a_page_in_the_older_half_of_a_quarter_reads_from_its_old_end() -> None:
    assert read_range([PageSlice(quarter=6, count=1000, start=500, stop=510)]) == ReadRange(20, 29, limit=6)


def test_a_page_that_reaches_far_into_a_quarter_reads_more_of_it() -> None:
    assert read_range([PageSlice(quarter=6, count=1000, start=10, stop=650)]) == ReadRange(
        20, 29, descending=True, limit=8
    )


def test_a_page_of_most_of_a_quarter_reads_all_of_it() -> None:
    assert read_range([PageSlice(quarter=6, count=1000, start=50, stop=950)]) == ReadRange(20, 29, descending=True)


def test_a_page_that_crosses_quarters_reads_the_near_ends_in_one_go() -> None:
    assert read_range([PageSlice(7, 1000, 995, 1000), PageSlice(6, 1000, 0, 5)]) == ReadRange(27, 32)


def test_a_page_that_crosses_quarters_reads_as_far_as_it_reaches() -> None:
    assert read_range([PageSlice(7, 1000, 500, 1000), PageSlice(6, 1000, 0, 500)]) == ReadRange(24, 35)


def test_a_quarter_between_two_others_is_read_whole() -> None:
    assert read_range([PageSlice(7, 10, 0, 10), PageSlice(6, 10, 0, 10), PageSlice(5, 10, 0, 10)]) == ReadRange(10, 39)


@given(directories, st.integers(0, 20_000), st.integers(1, 1_000))
def test_the_range_overlaps_each_slice(directory: dict[int, int], offset: int, limit: int) -> None:
    page = list(page_slices(sorted(directory.items(), reverse=True), offset, limit))
    for bucket in {page_slice.bucket for page_slice in page}:
        slices = [page_slice for page_slice in page if page_slice.bucket == bucket]
        wanted = read_range(slices)
        assert 0 <= wanted.lowest <= wanted.highest < SEGMENTS_PER_QUARTER * QUARTERS_PER_BUCKET
        for page_slice in slices:
            lowest, highest = page_slice.segments
            assert max(lowest, wanted.lowest) <= min(highest, wanted.highest)
