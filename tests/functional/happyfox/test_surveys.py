"""POST ticket/{id}/staff_update/: `send_survey` may say that no survey is wanted, and nothing else."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    JSON,
    answered,
    created,
    faults,
    last,
    read,
    refusal,
    updated,
)
from tools.local_desk.client import Client

NO_SURVEYS = ["There are no surveys here."]


@pytest.mark.parametrize("value", [False, "false", "0", 0, None, ""])
def test_no_survey_is_what_every_update_does(api: Client, value: Any) -> None:
    created(api)

    ticket = updated(api, 1, text="Done", send_survey=value)

    assert last(ticket)["message"]["text"] == "Done"
    assert last(ticket)["satisfaction_survey"] is None


def test_no_survey_alone_changes_nothing(api: Client) -> None:
    before = created(api)

    assert updated(api, 1, send_survey=False) == before


@pytest.mark.parametrize("value", [True, "true", "1", 1])
def test_a_survey_is_refused_and_nothing_is_written(api: Client, value: Any) -> None:
    before = created(api)

    assert refusal(api, text="Done", send_survey=value) == {"send_survey": NO_SURVEYS}
    assert read(api, 1) == before


def test_a_form_can_say_that_no_survey_is_wanted(api: Client) -> None:
    created(api)
    url = f"{JSON}/ticket/1/staff_update/"

    assert answered(api.post(url, data={"staff": AGENT, "text": "a", "send_survey": "false"}))["messages_count"] == 2
    assert faults(api.post(url, data={"staff": AGENT, "send_survey": "true"})) == {"send_survey": NO_SURVEYS}


@pytest.mark.parametrize("value", ["maybe", 2, []])
def test_anything_else_is_neither(api: Client, value: Any) -> None:
    created(api)

    assert refusal(api, send_survey=value).keys() == {"send_survey"}


def test_a_note_has_no_survey(api: Client) -> None:
    created(api)
    body = {"staff": AGENT, "text": "a", "send_survey": False}

    refused = api.post(f"{JSON}/ticket/1/staff_pvtnote/", json=body)

    assert faults(refused) == {"send_survey": ["This is not a known field."]}
