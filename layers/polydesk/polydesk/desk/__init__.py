"""The use cases: what handlers call. Each reads what it needs, lets the domain decide, and writes once."""
