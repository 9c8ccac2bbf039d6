"""`make load`: many workers and many faults at once, then an audit of every item in the table.

workers, client, calls, recorded_calls     who calls what, how calls are repeated, and what was answered
fault_kinds, fault_responses, faults       what goes wrong with a function's calls to AWS
ledger, invocations                        what was written nevertheless, and failures that no fault explains
background, processes, fast_clock, run     schedules and streams beside the workers, from set-up to the last audit
contents, histories, audit, verdict        the whole table, its invariants, and whether every answer was true
snapshot_world, normalise                  for tests that kill each function at each of its writes
"""
