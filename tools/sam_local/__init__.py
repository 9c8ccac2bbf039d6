"""A desk for `sam local`: the SAM CLI runs the functions in containers, and an AWS on this machine has their data.

addresses   where that AWS listens, and under which address a container finds it
desk        the sample desk in that AWS
files       what `sam local` reads: the template, variables, and events with credentials
resolver    what `sam local` would run, for tests
__main__    `make sam-local`
"""
