"""Where the description is kept, and the media types of the APIs."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "openapi.json"

JSON = "application/json"
XML = "application/xml"
YAML = "application/x-yaml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
ANY_TYPE = "*/*"
"""That of a file: its own media type, whichever it is."""
