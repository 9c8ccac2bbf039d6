"""Every form in which clients write a date is the moment that it names; anything else is refused with what to send."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.supportbee.dates import EARLIEST, LATEST, MAX_DATE_LENGTH, NotADate, instant
from polydesk.dialects.supportbee.responses import second

AT = datetime(2001, 2, 15, 4, 5, 6, tzinfo=UTC)
MIDNIGHT = AT.replace(hour=0, minute=0, second=0)
WHAT_TO_SEND = "Send a date such as 2026-01-05T09:30:00Z, 2026-01-05T16:30:00+07:00, 2026-01-05, or seconds since 1970."


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2001-02-15T04:05:06+07:00", AT - timedelta(hours=7)),
        ("20010215T040506+0700", AT - timedelta(hours=7)),
        ("15th Feb 2001 04:05:06 PM", AT + timedelta(hours=12)),
        ("2001-02-15", MIDNIGHT),
        ("20010215", MIDNIGHT),
        ("2001-02-15T04:05:06Z", AT),
        ("20010215T040506Z", AT),
        ("2001-02-15T04:05:06", AT),
        ("20010215T040506", AT),
        ("2001-02-15T04:05:06 07:00", AT - timedelta(hours=7)),
        ("20010215T040506 0700", AT - timedelta(hours=7)),
        ("2001-02-15T04:05:06+0700", AT - timedelta(hours=7)),
        ("2001-02-15T04:05:06-03:30", AT + timedelta(hours=3, minutes=30)),
        ("2001-02-15T04:05:06-00:00", AT),
        ("2001-02-15T04:05:06.5Z", AT + timedelta(milliseconds=500)),
        ("2001-02-15T04:05:06.123+07:00", AT + timedelta(hours=-7, milliseconds=123)),
        ("20010215T040506.000001", AT + timedelta(microseconds=1)),
        ("982209906", AT),
        ("1453222420", datetime(2016, 1, 19, 16, 53, 40, tzinfo=UTC)),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
        ("000000000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("15th Feb 2001 12:05:06 AM", AT.replace(hour=0)),
        ("15th Feb 2001 12:05:06 PM", AT.replace(hour=12)),
        ("1st mar 2001 4:05:06 am", AT.replace(month=3, day=1)),
        ("22nd DEC 2001 11:05:06 Pm", AT.replace(month=12, day=22, hour=23)),
        ("03rd Sep 2001 04:05:06 AM", AT.replace(month=9, day=3)),
        ("2000-02-29", MIDNIGHT.replace(year=2000, day=29)),
        ("2000-12-31T23:59:59-23:59", datetime(2001, 1, 1, 23, 58, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_the_moment_that_it_names(text: str, moment: datetime) -> None:
    assert instant(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2001-02-29",
        "2001-13-01",
        "2001-00-01",
        "2001-04-31T04:05:06Z",
        "00000101",
        "20010230",
        "2001-02-15T24:00:00",
        "2001-02-15T04:60:06",
        "20010215T040560",
        "31th Feb 2001 04:05:06 PM",
        "15th Foo 2001 04:05:06 PM",
        "15th Feb 2001 04:60:06 PM",
    ],
)
def test_a_day_or_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        instant(text)
    assert refused.value.problem == f"There is no such day or time. {WHAT_TO_SEND}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "INVALID",
        "yesterday",
        "2001",
        "2001-02",
        "2001-2-15",
        "15/02/2001",
        " 2001-02-15",
        "2001-02-15\n",
        "2001-02-15T",
        "2001-02-15T04:05",
        "2001-02-15t04:05:06z",
        "2001-02-15T040506",
        "20010215T04:05:06",
        "2001-02-15T04:05:06+24:00",
        "2001-02-15T04:05:06+07:60",
        "2001-02-15T04:05:06+7",
        "2001-02-15T04:05:06  07:00",
        "2001-02-15T04:05:06.",
        "2001-02-15T04:05:06.1234567Z",
        "２００１-02-15",
        "٢٠٠١0215",
        "12345678901234",
        "1234567",
        "-982209906",
        "982209906.5",
        "15 Feb 2001 04:05:06 PM",
        "15th Feb 2001 13:05:06 PM",
        "15th Feb 2001 00:05:06 AM",
        "15th February 2001 04:05:06 PM",
        "15th Feb 2001 04:05:06",
        "15th  Feb 2001 04:05:06 PM",
        "15th\xa0Feb 2001 04:05:06 PM",
        "15th Fév 2001 04:05:06 PM",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        instant(text)
    assert refused.value.problem == f"This is not a known form of a date. {WHAT_TO_SEND}"


def test_a_text_that_is_longer_than_any_date_is_not_read() -> None:
    with pytest.raises(NotADate, match=f"at most {MAX_DATE_LENGTH} characters"):
        instant("1" * (MAX_DATE_LENGTH + 1))


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00:00+23:59", "1969-12-31T23:59:59Z"])
def test_a_date_before_all_tickets_is_one_that_selects_them_all(text: str) -> None:
    assert abs(instant(text) - EARLIEST) < timedelta(days=1)


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59-23:59", "31st Dec 9999 11:59:59 PM"])
def test_a_date_after_all_tickets_is_one_that_selects_none(text: str) -> None:
    assert abs(instant(text) - LATEST) < timedelta(days=1)


_seconds = st.integers(10**8, 2 * 10**11).map(lambda second: datetime.fromtimestamp(second, UTC))
_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(_seconds, _zones)
def test_any_second_in_any_zone_is_read_as_it_was_written(at: datetime, zone: timezone) -> None:
    there = at.astimezone(zone)

    for text in (there.isoformat(), there.strftime("%Y%m%dT%H%M%S%z"), second(there.astimezone(UTC))):
        assert instant(text) == there
        assert instant(text.replace("+", " ")) == there


@given(st.text(max_size=MAX_DATE_LENGTH + 5) | st.from_regex(r"[0-9]{1,4}[-0-9T:Z+ .]{1,30}", fullmatch=True))
def test_any_text_is_a_moment_in_utc_or_refused(text: str) -> None:
    try:
        moment = instant(text)
    except NotADate:
        return
    assert moment.tzinfo is UTC
