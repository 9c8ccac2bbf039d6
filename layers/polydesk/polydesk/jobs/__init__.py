"""Work that no caller waits for: timers, state review, purge, reconciling, indexing, event publishing, set-up."""
