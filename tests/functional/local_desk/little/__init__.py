"""A stack of one of each thing, for the harness's own tests."""

from pathlib import Path

LITTLE = Path(__file__).parent / "template.yaml"
