"""Writes a template that ministack takes. What it changes holds for each deployment, first or later, of any stack.

- Alarms on expressions and queries are refused.
- sqs:SendMessageBatch is an action of its own. In AWS it needs sqs:SendMessage.
- Reading one event source mapping needs lambda:ListEventSourceMappings, for which there are no resources.
- Media types of an API are not unescaped: `*~1*`, as CloudFormation has them written, is `*/*` in AWS.
- Labels of streams that CloudFormation has made end in Z.
"""

import json
from pathlib import Path
from typing import Any

from tools.local_desk.template.intrinsics import load

_STAND_IN = {"Namespace": "Polydesk", "MetricName": "NotEmulated", "Statistic": "Sum", "Period": 300}
_LISTS_SOURCES = {"Effect": "Allow", "Action": "lambda:ListEventSourceMappings", "Resource": "*"}


def emulated_template(template: Path) -> Path:
    """Write the template beside it, with what ministack needs in place of what AWS does; return its path."""
    document = load(template.read_text(encoding="utf-8"))
    document["Parameters"]["RestoredStream"].pop("AllowedPattern")
    api = document["Resources"]["Api"]["Properties"]
    api["BinaryMediaTypes"] = [kind.replace("~1", "/") for kind in api["BinaryMediaTypes"]]
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
            resource["Properties"] = _plain(resource["Properties"])
        if resource["Type"] == "AWS::IAM::ManagedPolicy":
            policy = resource["Properties"]["PolicyDocument"]
            policy["Statement"] = [allowed for statement in policy["Statement"] for allowed in _allowed(statement)]
    written = template.with_name("ministack.json")
    written.write_text(json.dumps(document), encoding="utf-8")
    return written


def _plain(alarm: dict[str, Any]) -> dict[str, Any]:
    """Return an alarm on a metric that nobody writes."""
    return {name: value for name, value in alarm.items() if name != "Metrics"} | _STAND_IN


def _allowed(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statements that allow in ministack what this one allows in AWS."""
    if statement["Action"] == "sqs:SendMessage":
        return [{**statement, "Action": ["sqs:SendMessage", "sqs:SendMessageBatch"]}]
    if statement["Action"] == "lambda:GetEventSourceMapping":
        return [statement, _LISTS_SOURCES]
    return [statement]
