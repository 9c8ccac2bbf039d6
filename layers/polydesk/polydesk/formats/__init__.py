"""Formats of bodies and texts: parsers and renderers without knowledge of any API."""
