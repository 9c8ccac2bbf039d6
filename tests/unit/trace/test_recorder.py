"""The recorder of tools.trace on a small package."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.trace.recorder import Trace, recording

SOURCES = {
    "__init__": "def is_open(): return True",
    "shop": """
        from toy import store
        from toy.item import Item

        def sell(count):
            item = Item("pen")
            return [_pack(name) for name in store.take(item.name, count)]

        def prices(count):
            return list(map(store.price, range(count)))

        def _pack(name):
            return name.upper()
    """,
    "store": """
        def take(name, count):
            for _ in range(count):
                yield name

        def price(number):
            return number
    """,
    "item": """
        from dataclasses import dataclass

        @dataclass
        class Item:
            name: str
    """,
}


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A package of three modules; its module `shop`."""
    folder = tmp_path / "toy"
    folder.mkdir()
    for name, source in SOURCES.items():
        (folder / f"{name}.py").write_text(source.replace("\n        ", "\n"))
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("toy.shop")
    for name in SOURCES:
        sys.modules.pop("toy" if name == "__init__" else f"toy.{name}", None)


def traced(folder: Path, call: Callable[[], object]) -> Trace:
    with recording([folder]) as trace:
        call()
    return trace


def test_a_generator_counts_each_time_it_is_started_or_resumed(toy: Any, tmp_path: Path) -> None:
    trace = traced(tmp_path, lambda: toy.sell(2))

    assert trace.crossings == {("toy.shop", "toy.store"): 3}


def test_generated_code_and_calls_inside_a_module_are_not_counted(toy: Any, tmp_path: Path) -> None:
    trace = traced(tmp_path, lambda: toy.sell(0))

    assert trace.modules == {"toy.shop", "toy.store"}
    assert trace.crossings == {("toy.shop", "toy.store"): 1}


def test_a_call_by_way_of_a_builtin_is_made_by_the_module_that_calls_the_builtin(toy: Any, tmp_path: Path) -> None:
    assert traced(tmp_path, lambda: toy.prices(2)).crossings == {("toy.shop", "toy.store"): 2}


def test_a_package_is_named_without_its_file(toy: Any, tmp_path: Path) -> None:
    assert traced(tmp_path, sys.modules["toy"].is_open).modules == {"toy"}


def test_modules_of_other_folders_are_not_recorded(toy: Any, tmp_path: Path) -> None:
    assert traced(tmp_path / "elsewhere", lambda: toy.sell(1)) == Trace()


def test_the_recording_ends_with_its_block(toy: Any, tmp_path: Path) -> None:
    trace = traced(tmp_path, lambda: None)
    toy.sell(1)

    assert trace == Trace()
    with recording([tmp_path]), pytest.raises(ValueError, match="in use"), recording([tmp_path]):
        pass
