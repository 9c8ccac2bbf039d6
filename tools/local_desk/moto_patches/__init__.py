"""Changes to moto's internals: isolation of calls, and speed. moto is pinned to one exact version because of them."""
