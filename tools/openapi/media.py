"""Where the description is kept, and the media types of the APIs."""

from pathlib import Path

COMMITTED = Path(__file__).parents[2] / "openapi.json"

JSON = "application/json"
XML = "application/xml"
YAML = "application/x-yaml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
