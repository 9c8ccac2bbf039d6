"""GET tickets/: what terms and words in `q` and the parameters of the same names find."""

import pytest

from polydesk.dialects.happyfox.list_query import TERM_PARAMETERS
from tests.functional.happyfox.happyfox_calls import JSON, answered, numbers, page
from tests.functional.happyfox.listed_tickets import LISTED
from tools.local_desk.client import Client


def but(*left_out: int) -> list[int]:
    """All that are listed but these."""
    return [number for number in LISTED if number not in left_out]


FLAGS = [
    ("unresponded:true", but(5, 3)),
    ('unresponded:"FALSE"', [5, 3]),
    ("breached:true", [1]),
    ("breached:false", but(1)),
    ("has_attachments:true", [3]),
    ("has_attachments:false", but(3)),
    ("unresponded:true,false", LISTED),
]
HOLDERS = [
    ("unassigned:true", [8, 6, 4, 1]),
    ("unassigned:false", [9, 5, 3, 2]),
    ("assignee:none", [8, 6, 4, 1]),
    ("assignee:--none", [8, 6, 4, 1]),
    ("assignee:any", [9, 5, 3, 2]),
    ("assignee:--any", [9, 5, 3, 2]),
    ("assignee:AGENT@Example.com", [5, 2]),
    ('assignee:"Grace Agent"', [5, 2]),
    ("assignee:Grace", [5, 2]),
    ("assignee:grace", []),
    ("assignee:2", []),
    ("assignee:Grace,none", [8, 6, 5, 4, 2, 1]),
    ('assignee:"Nobody here"', []),
]
NAMES = [
    ('status:"New"', [9, 8, 3, 2, 1]),
    ('status:open,"Pending Reminder"', [6, 4]),
    ('status:"pending+reminder"', [6]),
    ("status:closed", [5]),
    ("priority:high", [5, 2]),
    ('priority:"Low","HIGH"', [9, 5, 2, 1]),
    ("tag:vip", [1]),
    ("tag:VIP", [2]),
    ("tag:Vip", []),
    ('tag:"test run"', [2]),
    ('tag:"test+run"', [2]),
    ("tag:vip,VIP", [2, 1]),
    ("tag:late", []),
    ("tag:none", []),
]
CUSTOMERS = [
    ("contact:ann+box@x.example", [6, 5, 2]),
    ("contact: “ANN+Box@X.example”", [6, 5, 2]),
    ("contact:client@example.com", [9, 8, 4, 3, 1]),
    ("contact:493012-34", [6, 5, 2]),
    ('contact:"+49 30 1234"', [6, 5, 2]),
    ("contact:4930123", []),
    ("contact:ann", [6, 5, 2]),
    ('contact:"box ANN"', [6, 5, 2]),
    ('contact:"ann carl"', []),
    ("contact:an", []),
    ("contact:example", []),
    ("contact:carl,ann", LISTED),
    ("contact:nobody@x.example", []),
    ("group:none", LISTED),
    ("group:any", []),
    ('group:"First line"', []),
]
IDS = [
    ("id:2", [2]),
    ("id:2,5,99", [5, 2]),
    ("id:HFS00000005", [5]),
    ("id:#hfs00000005", [5]),
    ("id:TT00000005", []),
    ("id:0", []),
    ("id:7", []),
    ("id:99999999999999999999999", []),
]
DAYS = [
    ("duedate:today", [2]),
    ("duedate:yesterday", [4]),
    ("duedate:tomorrow", [3]),
    ("duedate:overdue", [4, 1]),
    ("duedate:next 7 days", [5, 3, 2]),
    ('duedate:"Next 7 days","overdue"', [5, 4, 3, 2, 1]),
    ("created-on:2026/01/10", [9, 8, 6]),
    ("created-on:2026-01-08", [4]),
    ("created-on:2026-01-11", []),
    ("created-on-or-before:2026-01-06", [2, 1]),
    ("created-on-or-after:2026-01-09", [9, 8, 6, 5]),
    ("created-before:2026-01-10", [5, 4, 3, 2, 1]),
    ("created-after:2026-01-09", [9, 8, 6]),
    ("created-after:9999-12-31", []),
    ("created-before:2027-01-01", LISTED),
    ("last-modified-on:2026-01-09", [5, 4]),
    ("last-modified-before:2026-01-08", [1]),
    ("last-modified-on-or-before:2026-01-08", [3, 1]),
    ("last-modified-on-or-after:2026-01-09", [9, 8, 6, 5, 4, 2]),
    ("last-modified-after:2026-01-09", [9, 8, 6, 2]),
    ("last-staff-replied-on:2026-01-08", [4, 3]),
    ("last-staff-replied-before:2026-01-09", [4, 3]),
    ("last-staff-replied-on-or-before:2026-01-09", [5, 4, 3]),
    ("last-staff-replied-on-or-after:2026-01-09", [5]),
    ("last-staff-replied-after:2026-01-09", []),
    ("last-contact-replied-on:2026-01-09", [5, 4]),
    ("last-contact-replied-before:2026-01-06", [1]),
    ("last-contact-replied-on-or-before:2026-01-07", [3, 1]),
    ("last-contact-replied-on-or-after:2026-01-09", [9, 8, 6, 5, 4, 2]),
    ("last-contact-replied-after:2026-01-09", [9, 8, 6, 2]),
    ("last-closed-on:2026-01-08", [4]),
    ("last-closed-before:2026-01-09", [4]),
    ("last-closed-on-or-before:2026-01-09", [5, 4]),
    ("last-closed-on-or-after:2026-01-09", [5]),
    ("last-closed-after:2026-01-08", [5]),
]
WORDS = [
    ("printer", [1]),
    ("print", [3, 1]),
    ('"print"', []),
    ("PAPER secret", [9]),
    ("secret", [9]),
    ("emile", [5]),
    ('"invoice zebra"', [2]),
    ("https://nowhere.example/a", []),
    ("paper: jams", [1]),
    ("5", [5]),
    ("zebra order", [9]),
    ("win", []),
]
TOGETHER = [
    ('unassigned:true+created-on:"2026/01/10"', [8, 6]),
    ('tag:"VIP" status:"open","new"', [2]),
    ('tag:"VIP"%2Bstatus:"New","open"', [2]),
    ('assignee:none priority:"High","Normal" duedate:overdue unresponded:true', [4]),
    ('unresponded:true+has_attachments:false+contact:"ann+box@x.example"+tag:"a","VIP"', [2]),
    ('last-staff-replied-on-or-after:"2026-01-08" last-staff-replied-on-or-before:"2026-01-08"', [4, 3]),
    ("created-on-or-after:2026-01-07,created-on-or-before:2026-01-08", [4, 3]),
    ("duedate:next 7 days breached:false", [5, 3, 2]),
    ("paper unresponded:true secret", [9]),
    ("tag:vip tag:VIP", []),
    ("STATUS:new Created-On:2026-01-10", [9, 8]),
    ('"status":"open"', [4]),
    ("priority:high printer", []),
    ("order priority:low", [9]),
    ("id:1,2,3 created-after:2026-01-05", [3, 2]),
]


@pytest.mark.parametrize(
    ("q", "found"),
    [*FLAGS, *HOLDERS, *NAMES, *CUSTOMERS, *IDS, *DAYS, *WORDS, *TOGETHER],
)
def test_a_query_finds(listed: Client, q: str, found: list[int]) -> None:
    answer = page(listed, q=q.replace("%2B", "+"))

    assert (numbers(answer), answer["page_info"]["last_index"]) == (found, len(found))


@pytest.mark.parametrize(
    ("term", "found"),
    [
        (term, found)
        for term, found in [*FLAGS, *HOLDERS, *NAMES, *CUSTOMERS, *IDS, *DAYS]
        if term.partition(":")[0] in TERM_PARAMETERS
    ],
)
def test_a_parameter_finds_what_the_term_of_its_name_does(listed: Client, term: str, found: list[int]) -> None:
    name, _, values = term.partition(":")

    assert numbers(page(listed, **{name: values})) == found


@pytest.mark.parametrize(
    "query",
    [
        "q=tag:%22VIP%22%2Bstatus:%22New%22,%22open%22&status=_all",
        "q=tag:%22VIP%22+status:%22New%22,%22open%22",
        "q=tag%3AVIP&priority=high,low&category=2",
        "q=%E2%80%9Czebra%E2%80%9D%20invoice&assignee=Grace&contact=ann",
    ],
)
def test_queries_are_read_as_programs_encode_them(listed: Client, query: str) -> None:
    assert numbers(answered(listed.get(f"{JSON}/tickets/?{query}"))) == [2]


@pytest.mark.parametrize("q", ["", " ", "\t"])
def test_a_blank_query_is_none(listed: Client, q: str) -> None:
    assert page(listed, q=q) == page(listed)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=_all", LISTED),
        ("status=_pending", but(5)),
        ("status=_completed", [5]),
        ("status=2", [4]),
        ("status=2,3", [6, 4]),
        ("status=2&status=_completed", [5, 4]),
        ("status=6", []),
        ("category=2", [8, 2]),
        ("category=1&category=2", LISTED),
        ("category=1,%202", LISTED),
        ("category=2&status=_pending&q=unassigned:true", [8]),
    ],
)
def test_statuses_and_categories_find(listed: Client, query: str, found: list[int]) -> None:
    answer = answered(listed.get(f"{JSON}/tickets/?{query}"))

    assert (numbers(answer), answer["page_info"]["last_index"]) == (found, len(found))
