"""A stack with one resource of each kind, for tests of the local desk."""

from pathlib import Path

LITTLE = Path(__file__).parent / "template.yaml"
