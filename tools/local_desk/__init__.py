"""Runs the stack of template.yaml in one process, for tests and for `make serve`.

Tests use `tools.local_desk.world.World` and the client that it returns; everything else is behind it:

template, model                   the SAM template as frozen dataclasses
gateway, wire                     API Gateway's REST behaviour, as a client and a handler see it
deliveries, schedules             everything else that calls a function, with its retries
functions                         how a handler is loaded and called
world, client, clock              one stack with its tables and queues, its callers and its time
aws, presigned, items             boto3 clients, the template's resources, S3 by presigned requests, tables as a whole
moto_patches                      moto's isolation, speed and memory
server                            a stack behind a socket
"""
