"""`make bench`: measure requests, capacity units, dollars and times on AWS's own engine, and print tables.

calls, call_costs, cpu_time    each endpoint on a warm function
lists, listed_desk, rounds     lists and searches of desks with many tickets
bulk                           writes them
idle, prices                   a month in which nobody calls
lateness                       a thousand timers that expire in one minute
cold_start                     starts of the built functions, and their first requests
desk, markdown                 the sample desk that is measured, and tables
slotted_tickets, postings      tickets that only indexes know, for tests of storage too
indexed_tickets                the same for the former index by states
"""
