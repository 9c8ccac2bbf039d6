"""The search index: which tickets contain which terms."""
