"""Puts deliberate faults into copies of template.yaml, one at a time, and counts those that the tests find."""
