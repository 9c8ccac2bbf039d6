"""Answers presigned S3 requests, which lead to this server: form uploads and downloads."""

import io
from typing import TYPE_CHECKING

import multipart  # type: ignore[import-untyped]

from tools.local_desk import presigned
from tools.local_desk.server.responses import as_json
from tools.local_desk.wire import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def environment(port: int) -> dict[str, str]:
    """Return environment variables with which functions sign links to a server at that port of 127.0.0.1."""
    address = f"http://127.0.0.1:{port}"
    return {"AWS_ENDPOINT_URL_S3": address, "MOTO_S3_CUSTOM_ENDPOINTS": address}


def answer(s3: "S3Client", bucket: str, request: HttpRequest) -> HttpResponse:
    """Answer GET with the object, and POST of a form by storing its file."""
    if request.method == "GET":
        return presigned.download(s3, bucket, f"{request.path}?{request.query}")
    if request.method != "POST" or request.media_type != "multipart/form-data":
        return as_json(405, {"error": "GET, or POST as multipart/form-data"})
    _, options = multipart.parse_options_header(request.headers["Content-Type"])
    parts = list(multipart.MultipartParser(io.BytesIO(request.body), options["boundary"], memfile_limit=2**26))
    fields = {part.name: part.value for part in parts if part.name != "file"}
    files = [part.raw for part in parts if part.name == "file"]
    return presigned.upload(s3, bucket, fields, files[0]) if files else as_json(400, {"error": "no file in the form"})
