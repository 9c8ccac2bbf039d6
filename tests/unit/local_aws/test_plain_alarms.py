"""The template that is deployed to ministack differs in the alarms that it does not take, and in nothing else."""

import shutil
from pathlib import Path

from tools.local_aws.plain_alarms import with_plain_alarms
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import load


def test_only_alarms_on_expressions_are_replaced(tmp_path: Path) -> None:
    original = load(TEMPLATE.read_text(encoding="utf-8"))
    shutil.copyfile(TEMPLATE, tmp_path / "template.yaml")

    written = load(with_plain_alarms(tmp_path / "template.yaml").read_text(encoding="utf-8"))

    changed = {name for name, it in written["Resources"].items() if it != original["Resources"][name]}
    assert changed == {name for name, it in original["Resources"].items() if "Metrics" in it.get("Properties", {})}
    assert len(changed) == 3
    assert not any("Metrics" in it.get("Properties", {}) for it in written["Resources"].values())
    assert {key: it for key, it in written.items() if key != "Resources"} == {
        key: it for key, it in original.items() if key != "Resources"
    }
