"""The build for this machine."""

import importlib.util
from pathlib import Path

import pytest

from tools.local_aws.stack import BUILD
from tools.local_desk.template import read

LAYER = BUILD / "PolydeskLayer"
UNCHECKED_HASH = 0b01
"""The flags in the header of bytecode that is never compared with its source (PEP 552)."""


def test_the_layer_has_one_folder_named_python_with_the_package_in_it() -> None:
    assert [path.name for path in LAYER.iterdir()] == ["python"]
    assert (LAYER / "python" / "polydesk" / "__init__.py").exists()
    assert not (LAYER / "python" / "python").exists()


def is_used_unchecked(compiled: Path) -> bool:
    """Whether this Python uses the bytecode without a look at its source."""
    header = compiled.read_bytes()[:8] if compiled.exists() else b""
    return header == importlib.util.MAGIC_NUMBER + UNCHECKED_HASH.to_bytes(4, "little")


@pytest.mark.parametrize("folder", ["PolydeskLayer", *read().functions])
def test_every_module_has_bytecode_that_this_python_uses_unchecked(folder: str) -> None:
    sources = list((BUILD / folder).rglob("*.py"))
    assert sources

    compiled = {source: Path(importlib.util.cache_from_source(str(source))) for source in sources}
    assert [source for source, path in compiled.items() if not is_used_unchecked(path)] == []


def test_libraries_have_bytecode_and_no_sources() -> None:
    python = LAYER / "python"
    libraries = [path for path in python.rglob("*.pyc") if not path.is_relative_to(python / "polydesk")]

    assert {"pydantic", "yaml", "aws_lambda_powertools"} <= {path.relative_to(python).parts[0] for path in libraries}
    assert [path for path in libraries if not is_used_unchecked(path)] == []
    assert [path for path in python.rglob("*.py") if not path.is_relative_to(python / "polydesk")] == []


def test_bytecode_does_not_depend_on_the_folder_of_the_build() -> None:
    compiled = [*BUILD.rglob("*.pyc")]
    assert compiled

    assert [path for path in compiled if str(BUILD.parent).encode() in path.read_bytes()] == []


@pytest.mark.parametrize("name", read().functions)
def test_a_function_is_built_with_the_module_of_its_handler(name: str) -> None:
    module = read().functions[name].handler.removesuffix(".handler")

    assert (BUILD / name / f"{module}.py").exists()
