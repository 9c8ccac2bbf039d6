"""Count the modules of the desk that a request or an event passes through, and the calls between them."""
