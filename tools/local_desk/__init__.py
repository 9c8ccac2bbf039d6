"""The local gateway: template.yaml brought to life in one process, for tests and for `make serve`.

What tests use is `tools.local_desk.world.World` and the client that it hands out; everything else is behind it:

template, model, names, intrinsics, properties      the SAM template as frozen dataclasses
gateway, routes, events, gateway_responses, wire    API Gateway's REST behaviour, as a client and a handler see it
streams, queues, batches, filters, schedules        what else calls a function, and how it is retried
world, client, clock, functions, aws, objects       one desk in memory, its time, its callers, its AWS
moto_calls, moto_*                                  moto, isolated call by call, and quicker
server, listener, local_desk, examples              the same desk behind a socket
"""
