"""Emulates the event source mappings of Lambda: how streams and queues call functions, and how they retry."""
