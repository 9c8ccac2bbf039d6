"""What developers run beside the product: the local desk, the API description, benchmark, load test, engines."""
