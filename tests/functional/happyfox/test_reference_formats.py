"""The lists of what tickets refer to say the same in JSON, XML and YAML."""

import pytest

from tests.functional.happyfox.happyfox_calls import answered, from_xml, from_yaml
from tools.local_desk.client import Client


def paths(response_format: str) -> dict[str, str]:
    """The paths of the lists in a format, by name."""
    return {
        "categories": f"/api/1.1/{response_format}/categories/",
        "statuses": f"/api/1.1/{response_format}/statuses/",
        "priorities": f"/api/1.1/{response_format}/priorities/",
        "staff": f"/api/1.1/{response_format}/staff/",
        "ticket_custom_fields": f"/api/1.1/{response_format}/ticket_custom_fields/",
        "user_custom_fields": f"/api/1.1/{response_format}/user_custom_fields/",
        "contact_groups": f"/api/1.1/{response_format}/contact_groups/",
    }


NAMES = list(paths("json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_list_says_the_same_in_each_format(shared_api: Client, name: str) -> None:
    as_json, as_xml, as_yaml = (shared_api.get(paths(one)[name]) for one in ("json", "xml", "yaml"))

    assert (as_xml.status, as_yaml.status) == (200, 200)
    assert from_yaml(as_yaml.content) == answered(as_json)
    assert from_xml(as_xml.content, as_json.json()) == as_json.json()


def test_statuses_in_xml(shared_api: Client) -> None:
    assert (
        "<response><resource><id>1</id><name>new</name><behavior>pending</behavior><color>0066CC</color>"
        "<order>1</order><default>True</default></resource>"
    ) in shared_api.get("/api/1.1/xml/statuses/").text


@pytest.mark.parametrize("name", ["ticket_custom_fields", "user_custom_fields", "contact_groups"])
def test_an_empty_list_in_each_format(shared_api: Client, name: str) -> None:
    assert shared_api.get(f"/api/1.1/json/{name}/").text == "[]"
    assert shared_api.get(f"/api/1.1/xml/{name}/").text.endswith("<response></response>")
    assert shared_api.get(f"/api/1.1/yaml/{name}/").text == "[]\n"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("response_format", ["xml", "yaml"])
def test_a_refusal_comes_in_the_format_of_the_path(shared_api: Client, name: str, response_format: str) -> None:
    response = shared_api.get(f"{paths(response_format)[name]}?page=1")

    assert response.status == 400
    assert response.headers["Content-Type"].startswith(
        f"application/{'x-' * (response_format == 'yaml')}{response_format}"
    )
    assert "This parameter is not known here." in response.text


@pytest.mark.parametrize("name", NAMES)
def test_another_format_is_not_found(shared_api: Client, name: str) -> None:
    assert shared_api.get(paths("csv")[name]).status == 404
