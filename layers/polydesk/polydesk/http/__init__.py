"""HTTP through API Gateway: the only package that knows its events."""
