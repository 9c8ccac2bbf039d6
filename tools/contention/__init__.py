"""A model of how writers of tickets get into each other's way in the index."""
