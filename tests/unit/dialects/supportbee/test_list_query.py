"""What the list of tickets takes as a parameter, and the sentence about each value that it refuses."""

import re

import pytest

from polydesk.dialects.supportbee.list_query import MAX_REQUESTERS, PageQuery, TicketListQuery, TicketSearchQuery
from polydesk.http.errors import InvalidRequest
from tests.unit.dialects.supportbee.list_samples import read, refusals, sentence
from tools.openapi.schemas import Components

FLAG = "should be a valid boolean"
DATE = "such as 2026-01-05T09:30:00Z"
LISTS = pytest.mark.parametrize("model", [TicketListQuery, TicketSearchQuery])

USER = "send an id, me, any or none"
TEAM = "send an id, mine, any or none"
REFUSED = {
    "per_page": (["", "0", "101", "-1", "ten", "1.5"], "should be"),
    "page": (["", "0", "-1", "one", "2147483648"], "should be"),
    "archived": (["", "yes", "none", "all", "2"], "send true, false or any"),
    "spam": (["", "yes", "any", "2", " true"], FLAG),
    "trash": (["", "no", "any"], FLAG),
    "replies": (["", "any", "3"], FLAG),
    "max_replies": (["", "-1", "two", "1.0"], "should be"),
    "assigned_user": (["", "mine", "ME", "ann", "0", "-3", "3.0", "BasicOptions.ANY"], USER),
    "assigned_team": (["", "me", "support", "0"], TEAM),
    "assigned_group": (["", "me", "support", "0"], TEAM),
    "starred": (["", "any", "me"], FLAG),
    "label": (["", " ", "\u00a0\t", "\u200b"], "send at least one visible character"),
    "since": (["", "INVALID", "2026-02-30"], DATE),
    "until": (["", "INVALID", "2026-02-30"], DATE),
    "requester_emails": (["", ",", "bo", "bo@example.com,", "a@b,,c@d", "@b", "a@"], "with commas between them"),
    "total_only": (["", "yes"], FLAG),
}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [(name, value, problem) for name, (values, problem) in REFUSED.items() for value in values],
)
def test_a_value_that_cannot_be_is_refused_by_name_with_what_to_send(name: str, value: str, problem: str) -> None:
    said = sentence(TicketListQuery, **{name: value})
    assert said.startswith(f"Validation failed: {name}")
    assert problem in said


def test_every_parameter_but_the_order_has_values_that_are_refused() -> None:
    assert set(REFUSED) | {"sort_by"} == set(TicketListQuery.model_fields)


@LISTS
def test_an_unknown_parameter_is_refused_although_other_endpoints_ignore_it(model: type[PageQuery]) -> None:
    given = {} if model is TicketListQuery else {"query": "printer"}
    assert sentence(model, **given, nonsense="1") == "Validation failed: nonsense is not known here."


@pytest.mark.parametrize("name", ["archived", "label", "sort_by", "total_only"])
def test_a_search_has_no_filters_of_the_list(name: str) -> None:
    assert (
        sentence(TicketSearchQuery, query="printer", **{name: "true"})
        == f"Validation failed: {name} is not known here."
    )


@LISTS
def test_the_token_and_the_format_are_no_parameters_of_the_list(model: type[PageQuery]) -> None:
    given = {} if model is TicketListQuery else {"query": "printer"}
    assert read(model, **given, auth_token="T", format="json") == read(model, **given)


@pytest.mark.parametrize("name", ["spam", "trash", "replies", "starred", "total_only", "archived"])
@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), ("TRUE", True), ("1", True), ("false", False), ("False", False), ("0", False)],
)
def test_a_flag_is_written_in_any_case_or_as_a_digit(name: str, text: str, value: bool) -> None:
    assert getattr(read(TicketListQuery, **{name: text}), name) is value


def test_what_is_absent_has_the_documented_default() -> None:
    query = read(TicketListQuery)
    assert (query.page, query.per_page, query.spam, query.trash, query.total_only) == (1, 15, False, False, False)
    assert query.archived is None


@pytest.mark.parametrize("size", [1, 15, 100])
def test_a_page_has_up_to_100_tickets(size: int) -> None:
    assert read(TicketListQuery, per_page=str(size)).per_page == size


def test_a_parameter_that_comes_twice_counts_once_if_the_values_are_equal() -> None:
    assert TicketListQuery.read({"label": ["a", "a"]}).label == "a"
    with pytest.raises(InvalidRequest) as refused:
        TicketListQuery.read({"label": ["a", "b"]})
    assert (refused.value.field, refused.value.problem) == ("label", "Send this parameter once.")


@pytest.mark.parametrize("team", ["mine", "any", "none", "1"])
def test_both_names_of_the_team_may_have_the_same_value(team: str) -> None:
    query = read(TicketListQuery, assigned_team=team, assigned_group=team)
    assert query.assigned_team == query.assigned_group


@pytest.mark.parametrize(("team", "group"), [("1", "2"), ("1", "mine"), ("any", "none")])
def test_both_names_of_the_team_with_different_values_are_refused(team: str, group: str) -> None:
    assert sentence(TicketListQuery, assigned_team=team, assigned_group=group) == (
        "Validation failed: assigned_group: it is another team than assigned_team. Send one of the two."
    )


def test_a_label_has_no_line_break() -> None:
    assert "line breaks and control characters are not allowed" in sentence(TicketListQuery, label="a\nb")


@pytest.mark.parametrize("number", ["0", "2"])
def test_a_number_of_replies_cannot_be_combined_with_none(number: str) -> None:
    assert sentence(TicketListQuery, max_replies=number, replies="false") == (
        "Validation failed: max_replies: it cannot be combined with replies=false. Send one of the two."
    )


def test_a_number_of_replies_can_be_combined_with_some() -> None:
    query = read(TicketListQuery, max_replies="2", replies="true")
    assert (query.max_replies, query.replies) == (2, True)


def test_25_addresses_of_any_length_are_taken() -> None:
    addresses = tuple(f"{number:02}{'x' * 240}@example.com" for number in range(MAX_REQUESTERS))
    assert read(TicketListQuery, requester_emails=", ".join(addresses)).requester_emails == addresses


def test_more_than_25_addresses_are_refused() -> None:
    addresses = ",".join(f"{number}@example.com" for number in range(MAX_REQUESTERS + 1))
    assert sentence(TicketListQuery, requester_emails=addresses) == (
        "Validation failed: requester_emails: send at most 25 e-mail addresses."
    )


def test_an_address_that_is_longer_than_any_is_refused() -> None:
    assert "requester_emails" in refusals(TicketListQuery, requester_emails=f"{'x' * 320}@example.com")


def test_other_parameters_have_1000_characters() -> None:
    assert refusals(TicketListQuery, label="x" * 1001) == {"label": "Send at most 1000 characters."}


@pytest.mark.parametrize("text", ["", "last_activity", "creation", "Creation_Time", "created"])
def test_any_text_is_an_order(text: str) -> None:
    assert read(TicketListQuery, sort_by=text).sort_by == text


def test_all_faults_are_found_at_once() -> None:
    found = refusals(TicketListQuery, page="0", label="", nonsense="1", until="INVALID")
    assert set(found) == {"page", "label", "nonsense", "until"}


@pytest.mark.parametrize("text", ["", " ", "\t\u00a0"])
def test_a_search_needs_words(text: str) -> None:
    assert sentence(TicketSearchQuery, query=text) == "Validation failed: query: send the words to search for."


def test_a_search_without_a_query_is_refused() -> None:
    assert sentence(TicketSearchQuery) == "Validation failed: query is missing."


@pytest.mark.parametrize(
    ("text", "problem"),
    [("a b c d e f g h i", "there can be at most 8 words"), ("x" * 201, "there can be at most 200 characters")],
)
def test_a_search_has_no_more_words_than_are_looked_up(text: str, problem: str) -> None:
    assert sentence(TicketSearchQuery, query=text) == f"Validation failed: query: {problem}."


def test_every_parameter_is_described_with_its_type() -> None:
    for model in (TicketListQuery, TicketSearchQuery):
        fields = Components().fields(model, "SupportBee")["properties"]
        assert all("type" in schema and schema["description"] for schema in fields.values())


@pytest.mark.parametrize(("name", "texts"), [("assigned_user", ["me", "3", "007"]), ("assigned_team", ["mine", "any"])])
def test_what_is_read_as_an_id_or_a_word_is_what_the_description_says(name: str, texts: list[str]) -> None:
    pattern = Components().fields(TicketListQuery, "SupportBee")["properties"][name]["pattern"]
    assert all(re.search(pattern, text) for text in texts)
    assert not any(re.search(pattern, text) for text in REFUSED[name][0])
