"""GET tickets/: a value that is not understood is refused; the answer names its field and says what to send."""

import pytest

from polydesk.desk.lists import orders
from polydesk.storage import fact_index
from tests.functional.happyfox.happyfox_calls import JSON, faults, page
from tools.local_desk.client import Client
from tools.local_desk.world import World

REFUSED = {
    'q="DEV Ticket Number":"77"': 'There is no field "DEV Ticket Number".',
    'q=Field1:"v"': 'There is no field "Field1".',
    "q=asignee:none": 'There is no field "asignee".',
    "q=subject:x": 'There is no field "subject".',
    'q=category:"1"': 'There is no field "category".',
    'q=created-on:"25/01/2019"': '"created-on" takes one date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.',
    "q=created-on:2026-02-30": '"created-on" takes one date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.',
    "q=created-on:2026-01-01,2026-01-02": '"created-on" takes one date, as yyyy/mm/dd or yyyy-mm-dd, of a day that '
    "exists.",
    "q=unresponded:yes": '"unresponded" takes true or false.',
    "q=tag:": 'A value of "tag" is missing.',
    "q=tag: status:new": 'A value of "tag" is missing.',
    'q=status:"New': "A quotation mark is not closed.",
    "q=status:Nowhere": 'There is no status with the name "Nowhere".',
    "q=priority:urgent": 'There is no priority with the name "urgent".',
    "q=duedate:someday": '"duedate" takes today, yesterday, tomorrow, overdue or next 7 days.',
    "q=!!": "There is no word to search for.",
    "category=999": "There is no category with this id.",
    "category=1,x": "There is no category with this id.",
    "category=0": "There is no category with this id.",
    "status=8": "There is no status with this id. Send an id, _all, _pending or _completed.",
    "status=1,new": "There is no status with this id. Send an id, _all, _pending or _completed.",
    "unresponded=yes": '"unresponded" takes true or false.',
    "breached=": 'A value of "breached" is missing.',
    "duedate=someday": '"duedate" takes today, yesterday, tomorrow, overdue or next 7 days.',
    "priority=urgent": 'There is no priority with the name "urgent".',
    'tag="a': "A quotation mark is not closed.",
    'tag="a" b': 'Put a comma between the values of "tag".',
    "fields=id,colour": 'A ticket has no field "colour".',
}


@pytest.mark.parametrize("query", sorted(REFUSED))
def test_a_value_is_refused(shared_api: Client, query: str) -> None:
    name, _, value = query.partition("=")

    assert faults(shared_api.get(f"{JSON}/tickets/", params={name: value})) == {name: [REFUSED[query]]}


@pytest.mark.parametrize("code", ["", "CREATED", "create", "duea", "-created", "relevance"])
def test_an_unknown_order_is_refused_with_those_that_there_are(shared_api: Client, code: str) -> None:
    [(name, [problem])] = faults(shared_api.get(f"{JSON}/tickets/", params={"sort": code})).items()

    assert name == "sort"
    assert problem.startswith("There is no such order. Send one of assigneea, assigneed, ")


@pytest.mark.parametrize("name", ["unresponded", "minify_response", "include_updates", "show_updates"])
@pytest.mark.parametrize("value", ["yes", "2", "null"])
def test_a_flag_is_true_or_false(shared_api: Client, name: str, value: str) -> None:
    assert faults(shared_api.get(f"{JSON}/tickets/", params={name: value})).keys() == {name}


def test_faults_of_several_parameters_come_together(shared_api: Client) -> None:
    query = {"category": "9", "priority": "urgent", "q": "status:Nowhere duedate:someday"}

    assert faults(shared_api.get(f"{JSON}/tickets/", params=query)) == {
        "category": [REFUSED["category=999"]],
        "priority": [REFUSED["priority=urgent"]],
        "q": [REFUSED["q=status:Nowhere"], REFUSED["q=duedate:someday"]],
    }


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"q": " ".join(f"tag:{place}" for place in range(21))}, "There can be at most 20 terms."),
        ({"q": "tag:" + ",".join(map(str, range(51)))}, '"tag" takes at most 50 values.'),
        ({"tag": ",".join(map(str, range(51)))}, '"tag" takes at most 50 values.'),
        ({"category": ",".join(map(str, range(1, 52)))}, "Send at most 50 values."),
    ],
)
def test_bounds_are_named(shared_api: Client, query: dict[str, str], problem: str) -> None:
    assert list(faults(shared_api.get(f"{JSON}/tickets/", params=query)).values()) == [[problem]]


def test_a_query_is_as_long_as_its_bound(shared_api: Client) -> None:
    longest = "tag:" + "x" * 996

    assert page(shared_api, q=longest)["data"] == []
    assert faults(shared_api.get(f"{JSON}/tickets/", params={"q": longest + "x"})).keys() == {"q"}


@pytest.mark.parametrize("code", ["priorityd", "due", "unresponded", "subjecta", "statusd", "assigneea", "clienta"])
def test_more_tickets_than_are_sorted_are_refused(
    shared_api: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr("polydesk.desk.lists.pages.SORTABLE", 0)
    monkeypatch.setattr(orders, "SORTABLE", 0)

    assert faults(shared_api.get(f"{JSON}/tickets/?sort={code}")) == {
        "sort": ["Too many tickets to sort by this; narrow the list. At most 0 can be sorted."]
    }
    for at_any_size in ("createa", "created", "ticketa", "ticketd", "updatea", "updated", "last_modifieda"):
        assert page(shared_api, sort=at_any_size)["page_info"]["last_index"] == 1


def test_more_times_than_are_read_are_refused(
    shared_api: Client, shared_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_world.pump()
    monkeypatch.setattr(fact_index, "MAX_TIMES", 0)

    assert faults(shared_api.get(f"{JSON}/tickets/?q=last-modified-on-or-after:2026-01-01")) == {
        "q": ["Too many tickets have a time between these. Send times that are closer to each other."]
    }
