"""Reading the desk's queues."""

import json
from typing import Any

from tools.local_desk.world import World


def drain_queue(world: World, logical_id: str) -> list[Any]:
    """Receive and delete all messages of a queue; return their bodies."""
    (url,) = (queue.url for queue in world.template.queues if queue.logical_id == logical_id)
    bodies: list[Any] = []
    while messages := world.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            world.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(json.loads(message["Body"]))
    return bodies
