"""The product's source files as syntax trees: their imports and strings."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers" / "polydesk"
FUNCTIONS = ROOT / "functions"


@dataclass(frozen=True, slots=True)
class Source:
    """One module: its dotted name as it is imported, and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def part(self) -> str:
        """The part of the product that it belongs to, such as `desk`; `polydesk` for modules above the parts."""
        first, _, rest = self.name.partition(".")
        if first != "polydesk":
            return "functions"
        return rest.partition(".")[0] if "." in rest or (self.path.name == "__init__.py" and rest) else "polydesk"

    def defines(self, function: str) -> bool:
        """Whether it has a function of this name."""
        return any(isinstance(node, ast.FunctionDef) and node.name == function for node in self.tree.body)

    def imports(self, *, also_for_types: bool = False) -> Iterator[str]:
        """Yield its imports anywhere in the module; those for type checking only on request."""
        yield from _imports(self.tree, also_for_types)

    def texts(self) -> Iterator[str]:
        """Yield every string except docstrings, including parts of f-strings."""
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield node.value


def _imports(tree: ast.AST, also_for_types: bool) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, "imports are absolute"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                if also_for_types:
                    yield from _imports(node, also_for_types)
            case _:
                yield from _imports(node, also_for_types)


def _read(root: Path) -> Iterator[Source]:
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        yield Source(name, path, ast.parse(path.read_text(encoding="utf-8")))


PRODUCT = [*_read(LAYER), *_read(FUNCTIONS)]
"""All deployed modules."""

HANDLERS = [source for source in PRODUCT if source.part == "functions" and source.defines("handler")]
"""Every module with a handler in it."""

FALLBACKS = [source for source in PRODUCT if source.name.startswith("gateway.")]
"""Every module that answers what no endpoint does."""

RESOURCES = [
    source
    for source in PRODUCT
    if source.part == "functions" and not source.defines("handler") and source not in FALLBACKS
]
"""Every module that lists the handlers of a resource."""
