"""The four APIs: how each authenticates, what it calls things, how it says no."""
