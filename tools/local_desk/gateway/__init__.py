"""Emulates API Gateway: routes, proxy events and gateway responses of a REST API."""
