"""The ticket index: which ticket is in which slot, exactly, with counts."""
