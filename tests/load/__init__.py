"""`make load`: many clients and many faults at once, and afterwards an audit of every item of the table.

faults, ledger            what goes wrong with the desk's calls to AWS, and what took effect nevertheless
calls, crew, client       the thirty endpoints, those who call them, and how a client calls and tries again
background, run           schedules, streams and queues beside the clients; the run from set-up to the summary
contents, audit, reckoning   all of the table, what must hold of it, and whether each answer was true
"""
