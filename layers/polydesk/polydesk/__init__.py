"""Polydesk: one helpdesk behind four documented HTTP APIs."""
