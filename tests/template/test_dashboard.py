"""The dashboard shows this stack alone: alarms, tickets, requests, functions, table, queues and errors."""

import json
import re
from typing import Any

from tests.template.metrics import KNOWN, OWN, own_metrics
from tests.template.stack import declared, resources_of, stack
from tools.bench import idle, prices
from tools.local_desk.model import Route
from tools.local_desk.template import read

PAGE = resources_of("CloudWatch::Dashboard")["Dashboard"]
TEXT, VALUES = PAGE["DashboardBody"]["Fn::Sub"]
WIDGETS = json.loads(TEXT)["widgets"]

MAX_DOLLARS = 2.0
"""List price of an idle month without the dashboard."""


def shown() -> list[list[Any]]:
    """Return the metrics of all widgets."""
    return [metric for widget in WIDGETS for metric in widget["properties"].get("metrics", [])]


def dimensions(metric: list[Any]) -> dict[str, str]:
    """Return the dimensions of a metric on the dashboard."""
    words = [word for word in metric[2:] if isinstance(word, str)]
    return dict(zip(words[::2], words[1::2], strict=True))


def test_its_parts_are_beside_each_other_and_name_what_is_there() -> None:
    places = [(it["x"], it["y"]) for it in WIDGETS]
    names = {name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", TEXT)}

    assert len(set(places)) == len(places)
    assert all(it["x"] + it["width"] <= 24 for it in WIDGETS)
    assert names <= stack().keys() | {"AWS::StackName", "AWS::Region"} | VALUES.keys()
    assert VALUES == {"TableName": {"Fn::If": ["Restored", {"Ref": "RestoredTable"}, {"Ref": "Table"}]}}


def test_it_has_every_alarm() -> None:
    [widget] = [it for it in WIDGETS if it["type"] == "alarm"]

    assert sorted(widget["properties"]["alarms"]) == sorted(
        f"${{{name}.Arn}}" for name in resources_of("CloudWatch::Alarm")
    )


def test_every_metric_exists_and_is_of_this_stack() -> None:
    """A dimension is the whole name of the stack, or of one of its resources. A search would match parts of names."""
    assert "SEARCH" not in TEXT
    for metric in shown():
        namespace, name = metric[:2]
        known = own_metrics() if namespace == OWN else KNOWN[namespace]
        names = dimensions(metric)
        assert frozenset(names) in known[name], metric
        assert [value for value in names.values() if re.fullmatch(r"\$\{[^}]+\}", value)], metric


def test_a_dimension_names_a_resource_of_its_kind() -> None:
    """A reference to a queue is its URL, which is no dimension."""
    [stage] = resources_of("ApiGateway::Stage").values()
    named = {
        "FunctionName": {f"${{{name}}}" for name in resources_of("Lambda::Function")},
        "QueueName": {f"${{{name}.QueueName}}" for name in resources_of("SQS::Queue")},
        "TableName": {"${TableName}"},
        "GlobalSecondaryIndexName": {
            it["IndexName"] for it in resources_of("DynamoDB::Table")["Table"]["GlobalSecondaryIndexes"]
        },
        "service": {"${AWS::StackName}"},
        "ApiName": {"${AWS::StackName}"},
        "Stage": {stage["StageName"]},
    }

    for metric in shown():
        assert {name for name, value in dimensions(metric).items() if value not in named[name]} == set(), metric


def test_errors_come_from_the_log_of_this_stack() -> None:
    [widget] = [it for it in WIDGETS if it["type"] == "log"]

    assert widget["properties"]["query"].startswith("SOURCE '${Logs}' | filter level = 'ERROR' | ")


def test_it_has_the_errors_of_every_function_without_a_caller() -> None:
    functions = read().functions
    without = {name for name, it in functions.items() if not it.of_type(Route)} - {"GatewayAnswerOtherMethods"}

    errors = {dimensions(metric)["FunctionName"] for metric in shown() if metric[1] == "Errors"}
    assert errors == {f"${{{name}}}" for name in without}


def test_it_has_the_throttles_of_every_index() -> None:
    indexes = {it["IndexName"] for it in resources_of("DynamoDB::Table")["Table"]["GlobalSecondaryIndexes"]}

    for name in ("ReadThrottleEvents", "WriteThrottleEvents"):
        found = {dimensions(metric).get("GlobalSecondaryIndexName") for metric in shown() if metric[1] == name}
        assert found == {None, *indexes}


def test_it_has_what_the_desk_does() -> None:
    own = {metric[1] for metric in shown() if metric[0] == OWN}

    assert own == {"TicketsOpened", "TicketsClosed", "FirstAnswersLate", "TicketsWaiting", "Failures"}


def test_a_parameter_leaves_it_out() -> None:
    template = declared()

    assert template["Resources"]["Dashboard"]["Condition"] == "HasDashboard"
    assert template["Outputs"]["DashboardUrl"]["Condition"] == "HasDashboard"
    assert template["Conditions"]["HasDashboard"] == {"Fn::Equals": [{"Ref": "CreateDashboard"}, "on"]}
    assert "DashboardUrl" not in read(parameters={"CreateDashboard": "off"}).outputs


def test_an_idle_month_without_it_costs_less_than_two_dollars(engine: Any) -> None:
    lines = [line for line in idle.measure(engine) if line.price is not prices.DASHBOARD]

    assert sum(line.price.of(line.amount) for line in lines) <= MAX_DOLLARS
