"""The local gateway: template.yaml brought to life in one process, for tests and for `make serve`.

What tests use is `tests.harness.world.World` and the client that it hands out; everything else is behind it:

template, intrinsics    the SAM template as frozen dataclasses
routes, events, gateway API Gateway's REST behaviour, as far as a client or a handler can see it
sources, schedules      how streams, queues and schedules call a function
world, client           one desk in memory, its clock, its callers
server                  the same desk behind a socket
"""
