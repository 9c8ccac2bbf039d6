"""Writes a template that ministack takes: it refuses alarms on expressions and queries."""

import json
from pathlib import Path
from typing import Any

from tools.local_desk.template.intrinsics import load

_STAND_IN = {"Namespace": "Polydesk", "MetricName": "NotEmulated", "Statistic": "Sum", "Period": 300}


def with_plain_alarms(template: Path) -> Path:
    """Write the template beside it, with alarms on a metric that nobody writes in their place; return its path."""
    document = load(template.read_text(encoding="utf-8"))
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
            resource["Properties"] = _plain(resource["Properties"])
    written = template.with_name("ministack.json")
    written.write_text(json.dumps(document), encoding="utf-8")
    return written


def _plain(alarm: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in alarm.items() if name != "Metrics"} | _STAND_IN
