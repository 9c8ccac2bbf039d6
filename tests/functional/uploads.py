"""Files on their way into a desk: announced, sent to the bucket, fetched again."""

from typing import Any

from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

Json = dict[str, Any]


def announced(client: Client, size: int = 5, name: str = "a.txt", content_type: str = "text/plain") -> Json:
    """A permission to upload."""
    response = client.post("/support/files", json={"name": name, "content_type": content_type, "size": size})
    assert response.status == 200, response
    upload: Json = response.json()
    return upload


def sent(world: World, upload: Json, content: bytes) -> str:
    """The id of a file whose bytes have arrived."""
    response = world.upload(upload["upload"], content)
    assert response.status == 204, response
    file_id: str = upload["id"]
    return file_id


def uploaded(
    world: World, client: Client, content: bytes = b"hello", name: str = "a.txt", content_type: str = "text/plain"
) -> str:
    """The id of a file that was announced and has arrived."""
    return sent(world, announced(client, len(content), name, content_type), content)


def fetched(world: World, file: Json) -> Response:
    """What the link of a file in a comment leads to."""
    return world.download(file["url"])
