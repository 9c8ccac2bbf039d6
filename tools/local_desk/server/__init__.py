"""Serves a local desk over HTTP: `make serve`."""
