"""The layer contains the locked dependencies, and nothing needs the files that it leaves out."""

import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from tests.template.sources import FUNCTIONS, LAYER, PRODUCT, ROOT

SITE_PACKAGES = Path(yaml.__file__).parents[1]

IMPORT_WITHOUT = """
import pkgutil, sys

left_out, names = (argument.split() for argument in sys.argv[1:])

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == module or name.startswith(module + ".") for module in left_out):
            raise ModuleNotFoundError(f"the layer leaves out {name}", name=name)

sys.meta_path.insert(0, LeftOut())
for name in names:
    pkgutil.resolve_name(name)
"""

USE_OF_THE_DEPENDENCIES = """
import io

import email_validator, idna, multipart, nh3, pydantic, yaml
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

class Letter(pydantic.BaseModel):
    to: pydantic.EmailStr

assert Letter(to="ada@example.com").model_dump_json() == '{"to":"ada@example.com"}'
assert yaml.safe_load(yaml.safe_dump({"size": 10})) == {"size": 10}
assert nh3.clean("<b>bold</b><script>no</script>") == "<b>bold</b>"
assert idna.encode("Bücher.example", uts46=True) == b"xn--bcher-kva.example"
assert email_validator.validate_email("ada@bücher.example", check_deliverability=False).domain == "bücher.example"
assert multipart.parse_options_header("form-data; name=q") == ("form-data", {"name": "q"})
Logger(service="desk").info("text", extra={"ticket": 1})
with single_metric("Calls", MetricUnit.Count, 1, namespace="desk"):
    pass
"""


def locked(project: str) -> set[str]:
    """Return `name==version` of all runtime dependencies of `project` in uv.lock."""
    packages = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    found: set[str] = set()
    wanted = [project]
    while wanted:
        name = wanted.pop()
        found.add(name)
        wanted += [needed["name"] for needed in packages[name].get("dependencies", []) if needed["name"] not in found]
    return {f"{name}=={packages[name]['version']}" for name in found - {project}}


def left_out() -> list[str]:
    lines = (LAYER / "left-out.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def run_without_what_is_left_out(names: Iterable[str], then: str = "") -> None:
    """Import modules, and what is in them, where the files that the layer leaves out cannot be imported."""
    missing = [path.partition("*")[0].removesuffix(".py").replace("/", ".") for path in left_out()]
    code = IMPORT_WITHOUT + then
    done = subprocess.run(
        [sys.executable, "-c", code, " ".join(missing), " ".join(names)],
        env={"PYTHONPATH": f"{LAYER}:{FUNCTIONS}", "AWS_DEFAULT_REGION": "eu-central-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_requirements_are_what_the_lock_says() -> None:
    lines = (LAYER / "requirements.txt").read_text().splitlines()

    assert {line for line in lines if line and not line.lstrip().startswith("#")} == locked("polydesk")


def test_everything_left_out_is_something_that_would_be_shipped() -> None:
    assert [path for path in left_out() if not list(SITE_PACKAGES.glob(path))] == []


def test_the_dependencies_work_without_what_is_left_out() -> None:
    run_without_what_is_left_out([], then=USE_OF_THE_DEPENDENCIES)


def test_the_product_imports_nothing_that_is_left_out() -> None:
    modules = {source.name for source in PRODUCT}

    run_without_what_is_left_out(sorted(modules.union(*(source.imports() for source in PRODUCT))))


def test_an_import_of_what_is_left_out_is_noticed() -> None:
    with pytest.raises(AssertionError, match="deliverability"):
        run_without_what_is_left_out(["email_validator.deliverability"])
