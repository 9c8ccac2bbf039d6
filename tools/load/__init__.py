"""`make load`: many clients and many faults at once, and afterwards an audit of every item of the table.

faults, ledger, invocations        what goes wrong with a function's calls to AWS, and what took effect nevertheless
crew, client, calls, deeds         who calls, how they try again, the endpoints, and what the clients were told
background, processes, hurry, run  schedules and streams beside the clients, from set-up to the last audit
contents, histories, audit         all of the table, and what must hold of it
reckoning                          whether every answer was true
stage, essence, test_*             each function killed at each of its writes, one at a time
"""
