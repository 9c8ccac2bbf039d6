"""Tests of the product and of the tools."""
