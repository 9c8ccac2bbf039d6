"""The layer contains the locked dependencies, and nothing needs the files that it leaves out."""

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers" / "polydesk"
SITE_PACKAGES = Path(yaml.__file__).parents[1]

IMPORT_WITHOUT = """
import importlib, sys

left_out, modules = (argument.split() for argument in sys.argv[1:])

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == module or name.startswith(module + ".") for module in left_out):
            raise ModuleNotFoundError(f"the layer leaves out {name}", name=name)

sys.meta_path.insert(0, LeftOut())
for module in modules:
    importlib.import_module(module)
"""

USE_OF_THE_DEPENDENCIES = """
import nh3, pydantic, yaml
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

class Letter(pydantic.BaseModel):
    to: pydantic.EmailStr

assert Letter(to="ada@example.com").model_dump_json() == '{"to":"ada@example.com"}'
assert yaml.safe_load(yaml.safe_dump({"size": 10})) == {"size": 10}
assert nh3.clean("<b>bold</b><script>no</script>") == "<b>bold</b>"
BatchProcessor(event_type=EventType.SQS)
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


def modules_under(folder: Path) -> list[str]:
    """Return the names of all modules in `folder`."""
    paths = [path.relative_to(folder).with_suffix("") for path in sorted(folder.rglob("*.py"))]
    return [".".join(path.parts).removesuffix(".__init__") for path in paths]


def run_without_what_is_left_out(modules: list[str], then: str = "") -> None:
    names = [path.partition("*")[0].removesuffix(".py").replace("/", ".") for path in left_out()]
    code = IMPORT_WITHOUT + then
    done = subprocess.run(
        [sys.executable, "-c", code, " ".join(names), " ".join(modules)],
        env={"PYTHONPATH": f"{LAYER}:{ROOT / 'functions'}", "AWS_DEFAULT_REGION": "eu-central-1"},
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
    run_without_what_is_left_out([*modules_under(LAYER), *modules_under(ROOT / "functions")])
