"""`make smoke`: a minute of calls that show whether a deployed stack works, on AWS or on a local AWS.

stack        the deployed stack: its outputs, its functions, its base URL
report       runs the checks, prints a line for each, and counts failures
callers      people and tokens of the smoke test: made before, revoked after
apis         checks of the four APIs over HTTP
gateway      checks of what the gateway answers by itself
background   checks of a timer and of the event bus
throttling   what the gateway answers when Lambda has no room
__main__     the command
"""
