"""The search index: which tickets have which words."""
