"""Tests of the local desk that need no network."""
