"""The domain: tickets, their history, states and people. Pure functions and data; the time is an argument."""
