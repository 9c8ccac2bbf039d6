"""The commands of docs/restore.md bring back the files that were deleted since, and call nothing if there are none."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "restore.md"

AWS = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path

import jmespath

folder = Path(os.environ["FOLDER"])
service, operation, *arguments = sys.argv[1:]
given = dict(zip(arguments[::2], arguments[1::2], strict=True))
if operation == "list-object-versions":
    for page in json.loads((folder / "pages.json").read_text()):
        found = jmespath.search(given["--query"], page)
        for row in [["None"]] if found is None else found:
            print("\\t".join(row))
else:
    with (folder / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps([operation, given]) + "\\n")
"""
"""Answers as the AWS CLI does with `--output text`: the query is applied to each page, and nothing is `None`."""


def marker(key: str, version: str, modified: str, *, is_latest: bool = True) -> dict[str, Any]:
    """Return a delete marker as S3 lists it."""
    return {"Key": key, "VersionId": version, "LastModified": modified, "IsLatest": is_latest}


BEFORE, SINCE = "2026-01-04T10:00:00+00:00", "2026-01-05T10:00:00+00:00"
VERSIONS = {"Versions": [{"Key": "a", "VersionId": "1", "IsLatest": True}]}
DELETED = {
    "DeleteMarkers": [
        marker("a", "2", SINCE),
        marker("b", "3", BEFORE),
        marker("c", "4", SINCE, is_latest=False),
    ]
}


def commands() -> str:
    """Return the commands of the step."""
    [found] = re.findall(
        r"^\d+\. \*\*Bring back files\*\*.*?```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(found)


def calls(folder: Path, pages: list[dict[str, Any]]) -> list[Any]:
    """Run the commands where S3 lists these pages, and return what they ask S3 to do."""
    (folder / "aws").write_text(AWS, encoding="utf-8")
    (folder / "aws").chmod(0o755)
    (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    (folder / "calls.jsonl").touch()
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "FOLDER": str(folder)}
    script = f"set -eu\noutputs() {{ echo files; }}\n{commands()}"
    subprocess.run(["bash", "-c", script], env=environment, check=True)
    return [json.loads(line) for line in (folder / "calls.jsonl").read_text("utf-8").splitlines()]


def test_files_that_were_deleted_since_are_brought_back(tmp_path: Path) -> None:
    expected = ["delete-object", {"--bucket": "files", "--key": "a", "--version-id": "2"}]

    assert calls(tmp_path, [VERSIONS, DELETED]) == [expected]


@pytest.mark.parametrize(
    "pages",
    [[VERSIONS], [{}], [{"DeleteMarkers": [marker("b", "3", BEFORE)]}]],
    ids=["nothing was deleted", "the bucket is empty", "all was deleted before"],
)
def test_nothing_is_called_where_nothing_is_to_be_brought_back(tmp_path: Path, pages: list[dict[str, Any]]) -> None:
    assert calls(tmp_path, pages) == []
