"""The OpenAPI description of the four APIs: made from the template, the handlers and their bodies, never by hand.

`make openapi` writes it to openapi.json. Answers are described in `schemas`, once for each presenter; tests hold live
answers against them.
"""
