"""What the APIs answer, one module for each: the exact shape of what its presenter makes."""
