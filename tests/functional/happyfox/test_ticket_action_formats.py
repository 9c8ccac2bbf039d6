"""The actions on a ticket say the same in JSON, XML and YAML, and read each of their formats."""

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.functional.happyfox.happyfox_calls import ADMIN, AGENT, BILLING, created, from_xml, from_yaml, read
from tools.local_desk.client import Client

FORMATS = ["json", "xml", "yaml"]
BODIES: dict[str, dict[str, Any]] = {
    "update_tags": {"add": "test1, example", "remove": "test", "staff_id": AGENT},
    "move": {"staff_id": AGENT, "target_category_id": BILLING, "move_note": "wrong queue"},
    "delete": {"staff_id": ADMIN},
}


def paths(response_format: str) -> dict[str, str]:
    """The paths of the actions on the first ticket, in a format, by name."""
    return {
        "update_tags": f"/api/1.1/{response_format}/ticket/1/update_tags/",
        "move": f"/api/1.1/{response_format}/ticket/1/move/",
        "delete": f"/api/1.1/{response_format}/ticket/1/delete/",
    }


@pytest.mark.parametrize("name", BODIES)
def test_an_action_is_answered_alike_in_each_format(api: Client, name: str) -> None:
    """The answers come of one request and its repetitions, which are answered as the first time."""
    created(api, tags="test")
    key = {"Idempotency-Key": "one"}
    as_json, as_xml, as_yaml = (api.post(paths(one)[name], json=BODIES[name], headers=key) for one in FORMATS)

    assert [as_json.status, as_xml.status, as_yaml.status] == [200, 200, 200]
    assert from_yaml(as_yaml.content) == as_json.json()
    assert from_xml(as_xml.content, as_json.json()) == as_json.json()


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("kind", ["application/x-yaml", "application/x-www-form-urlencoded"])
def test_a_body_may_be_yaml_or_a_form(api: Client, name: str, kind: str) -> None:
    created(api)
    sign, end = (": ", "\n") if kind.endswith("yaml") else ("=", "&")
    content = end.join(f"{field}{sign}{value}" for field, value in BODIES[name].items())

    assert api.post(paths("json")[name], content=content, headers={"Content-Type": kind}).status == 200


def test_a_deletion_in_yaml(api: Client) -> None:
    created(api)
    yaml = {"Content-Type": "application/x-yaml"}

    response = api.post(paths("yaml")["delete"], content=f"staff_id: {ADMIN}\n", headers=yaml)

    assert (response.status, response.text) == (200, "deleted_ticket: '#HFS00000001'\n")


@pytest.mark.parametrize("name", BODIES)
def test_the_slash_at_the_end_may_be_left_out(api: Client, name: str) -> None:
    created(api)

    assert api.post(paths("json")[name].rstrip("/"), json=BODIES[name]).status == 200


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("response_format", ["xml", "yaml"])
def test_a_refusal_comes_in_the_format_of_the_path(api: Client, name: str, response_format: str) -> None:
    before = created(api)
    response = api.post(paths(response_format)[name], json={**BODIES[name], "staff_id": 99})

    assert response.status == 400
    assert "There is no staff member with this id." in response.text
    assert read(api, 1) == before


def test_a_deletion_without_the_permission_in_xml(api: Client) -> None:
    created(api)
    response = api.post(paths("xml")["delete"], json={"staff_id": AGENT})

    assert response.status == 403
    assert ElementTree.fromstring(response.content).findtext("error")  # noqa: S314 - our own answer


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_another_method_is_not_allowed(api: Client, name: str, method: str) -> None:
    response = api.request(method, paths("json")[name])

    assert (response.status, response.headers["Allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize("name", BODIES)
def test_query_parameters_are_refused(api: Client, name: str) -> None:
    before = created(api)

    response = api.post(f"{paths('json')[name]}?nonsense=1", json=BODIES[name])
    assert response.json() == {"error": [{"field": "nonsense", "errors": ["This parameter is not known here."]}]}
    assert read(api, 1) == before
