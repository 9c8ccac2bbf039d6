"""What no caller waits for: timers, purge, repair of the indexes, search indexing, event publishing, set-up."""
