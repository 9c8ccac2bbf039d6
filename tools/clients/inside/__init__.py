"""Scripts that run in the environments of the clients, with the clients as libraries.

Each takes the desk from ZAMMAD_URL (the base URL), ZAMMAD_TOKEN (of an administrator) and CUSTOMER (an address), prints
a sentence about what it has done, and fails with a traceback where an answer is not what it should be.
"""
