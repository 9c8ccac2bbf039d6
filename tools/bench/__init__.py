"""What the desk costs: `make bench` measures requests and capacity units on AWS's own engine and prints tables."""
