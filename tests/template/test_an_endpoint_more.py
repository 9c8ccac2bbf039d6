"""An endpoint more takes four files, or five where it joins a resource; when one is missing, a test names it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.profiles import FULL
from tests.template import sample_endpoint as sample
from tests.template.completeness import missing_files
from tests.template.sample_endpoint import SampleEndpoint
from tests.template.sources import ROOT

PARTS = ("docs", "events", "functions", "layers", "tests", "tools")

CHECKS = (
    "tests/template/test_handlers.py",
    "tests/template/test_openapi.py",
    "tests/template/test_routes.py",
    "tests/functional/test_events.py",
    "tests/functional/test_openapi_answers.py",
    "tests/functional/test_permissions.py",
    sample.TEST,
)
"""The tests of handlers, template, description, docs, events and permissions, and the endpoint's own."""

GENERATED = {"openapi.json", "docs/api/tickets.md", "functions/gateway/methods.json"}
"""What `make openapi` writes for it."""

ABOUT_IT = (
    "summar or up_to_date or openapi_3_1 or every_path or every_route or every_function or every_part or refers_to"
)
"""Selects the tests that cover the endpoint or all endpoints."""


KINDS = {"resource": True, "own function": False} if FULL else {"resource": True}
"""Whether it joins a resource; the gate takes the kind that needs more files."""


@pytest.fixture(scope="module", params=list(KINDS.values()), ids=list(KINDS))
def endpoint(request: pytest.FixtureRequest) -> SampleEndpoint:
    """An endpoint more, in a function of its own and in that of a resource."""
    return SampleEndpoint(joins_a_resource=request.param)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, endpoint: SampleEndpoint) -> Path:
    """A copy of the tree, with an endpoint more."""
    copy = tmp_path_factory.mktemp("tree")
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    for file in (*ROOT.glob("*.md"), *map(ROOT.joinpath, ("openapi.json", "pyproject.toml", "template.yaml"))):
        shutil.copy(file, copy)
    endpoint.add_to(copy)
    return copy


def python(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a tree, with the modules of that tree."""
    environment = {**os.environ, "PYTHONPATH": f"{tree}/layers/polydesk:{tree}/functions:{tree}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def contents(tree: Path) -> dict[str, bytes]:
    """Return all source files of a tree."""
    paths = [path for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(tree)): path.read_bytes() for path in paths}


def test_its_files_are_enough(tree: Path, endpoint: SampleEndpoint) -> None:
    before = contents(tree)
    generated = python(tree, "-m", "tools.openapi")
    assert generated.returncode == 0, generated.stderr
    after = contents(tree)
    assert {name for name in after if after[name] != before.get(name)} == GENERATED
    assert len(endpoint.files) == (5 if endpoint.joins_a_resource else 4)

    checked = python(tree, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", ABOUT_IT, *CHECKS)
    assert checked.returncode == 0, checked.stdout


def test_a_missing_file_is_named(tree: Path, endpoint: SampleEndpoint) -> None:
    assert missing_files(tree) == []

    for missing in endpoint.files:
        endpoint.remove_from(tree, missing)
        try:
            messages = missing_files(tree)
        finally:
            endpoint.add_to(tree)
        assert any(missing in message for message in messages), missing
        assert len(messages) == 1 or endpoint.joins_a_resource


def test_no_endpoint_lacks_a_file() -> None:
    assert missing_files(ROOT) == []
