"""The OpenAPI description of the four APIs, and the parts of the docs that are generated from it.

`make openapi` derives both from the template, the handlers (docstring, decorator, body and query models, answers) and
the events, never from a list of endpoints. What holds for a whole API stands in `apis`.
"""
