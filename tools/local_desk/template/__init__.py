"""Reads template.yaml into the dataclasses of `tools.local_desk.model`."""

from tools.local_desk.template.reader import TEMPLATE, read

__all__ = ["TEMPLATE", "read"]
