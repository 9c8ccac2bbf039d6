"""Reads update expressions once, and validates them without asking each node for its kind ten times.

For each update moto parses the expression and walks through its tree once for each of ten validations, at each node of
which it puts together what the validation is about. That is a quarter of a write. Here a tree is parsed once for each
text, as moto validates a copy of it; a validation looks up what it does to a class of nodes, and skips a tree without
such nodes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from moto.dynamodb.parsing import ast_nodes, expressions

NODES: Any = ast_nodes
PARSERS: Any = expressions
"""moto's modules, which have no types."""

EXPRESSIONS = 1000
"""Trees that are kept, of the texts that were used last."""


@contextmanager
def quick_expressions() -> Iterator[None]:
    """Parse and validate update expressions quickly inside the block."""
    with (
        patch.object(PARSERS.UpdateExpressionParser, "make", _parsed),
        patch.object(NODES.DepthFirstTraverser, "traverse", _traverse),
        patch.object(NODES.Node, "__deepcopy__", _copied, create=True),
    ):
        yield


_parsed = lru_cache(EXPRESSIONS)(PARSERS.UpdateExpressionParser.make)

_known: dict[type, bool] = {}
"""Whether the objects of a class are nodes. moto's are of abstract classes, of which `isinstance` is slow."""


def _is_node(kind: type) -> bool:
    """Return whether objects of this class are nodes."""
    if kind not in _known:
        _known[kind] = issubclass(kind, NODES.Node)
    return _known[kind]


def _copied(node: Any, memo: dict[int, Any]) -> Any:
    """Do what `deepcopy` does with a tree: its leaves are texts, numbers and values that nothing changes."""
    twin = object.__new__(type(node))
    memo[id(node)] = twin
    twin.__dict__.update(node.__dict__)
    twin.parent = memo.get(id(node.parent))
    if node.children is not None:
        twin.children = [_copied(child, memo) if _is_node(type(child)) else child for child in node.children]
    return twin


def _kinds(tree: Any) -> set[type]:
    """Return the classes of the nodes of the tree."""
    kinds, nodes = set(), [tree]
    while nodes:
        node = nodes.pop()
        kinds.add(type(node))
        nodes += [child for child in node.children or () if _is_node(type(child))]
    return kinds


def _traverse(traverser: Any, tree: Any) -> Any:
    """Do what moto's `traverse` does: process the nodes of the tree, children first; return the new tree."""
    processed_by: dict[type, Callable[[Any], Any] | None] = {}
    map_of_processors = traverser._processing_map()
    looks_at_all = type(traverser).pre_processing_of_child is not NODES.DepthFirstTraverser.pre_processing_of_child
    if not looks_at_all and not any(issubclass(kind, tuple(map_of_processors)) for kind in _kinds(tree)):
        return tree

    def processor_of(node: Any) -> Callable[[Any], Any] | None:
        kind = type(node)
        if kind not in processed_by:
            found = [processor for wanted, processor in map_of_processors.items() if issubclass(kind, wanted)]
            processed_by[kind] = found[0] if found else None
        return processed_by[kind]

    def walk(node: Any, child_id: int) -> Any:
        if not _is_node(type(node)):
            return node
        parent = node.parent
        for place, child in enumerate(node.children or ()):
            traverser.pre_processing_of_child(node, place)
            walk(child, place)
        if processor := processor_of(node):
            node = processor(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    return walk(tree, -1)
