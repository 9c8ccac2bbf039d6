"""The last release as a fixture of the tests: its code, and a table as its functions leave it.

`make release-fixture` writes both from the tree as it is. Run it on the commit of a release, before anything changes:

| File in tests/fixtures | Holds |
|---|---|
| last_release.zip | layer, functions and template, and the part of the tools that runs them |
| last_release.json | `tokens`, the texts of the tokens by name, and `items`, all items of the table |
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CODE = ROOT / "tests" / "fixtures" / "last_release.zip"
TABLE = ROOT / "tests" / "fixtures" / "last_release.json"

PARTS = ("layers/polydesk/polydesk", "functions", "tools/local_desk")
FILES = ("template.yaml", "tools/__init__.py", "tools/engine.py", "tools/faults.py")

SAME_TIME = (2026, 1, 1, 0, 0, 0)
"""The time of each file in the archive, so that the same code makes the same archive."""


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """The texts of the tokens by name, and the items with DynamoDB's attribute values."""

    tokens: dict[str, dict[str, Any]]
    items: list[dict[str, Any]]


def read_table() -> ReleaseTable:
    """Return the table as the last release leaves it."""
    found = json.loads(TABLE.read_text(encoding="utf-8"))
    return ReleaseTable(found["tokens"], found["items"])


def write_table(table: ReleaseTable) -> None:
    """Write the table of this release, one line for each item."""
    items = ",\n".join(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in table.items)
    tokens = json.dumps(table.tokens, sort_keys=True)
    TABLE.write_text(f'{{"tokens": {tokens},\n"items": [\n{items}\n]}}\n', encoding="utf-8")


def write_code() -> None:
    """Write the archive of this release."""
    modules = [path for part in PARTS for path in sorted((ROOT / part).rglob("*.py"))]
    with zipfile.ZipFile(CODE, "w") as archive:
        for path in [*(ROOT / name for name in FILES), *modules]:
            info = zipfile.ZipInfo(str(path.relative_to(ROOT)), SAME_TIME)
            archive.writestr(info, path.read_bytes(), compress_type=zipfile.ZIP_DEFLATED)
