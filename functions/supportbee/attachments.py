"""Attachments: uploading a file, and a link to one."""

from polydesk.http.router import serve
from supportbee import download_attachment, upload_attachment

handler = serve(
    {
        "POST /attachments.json": upload_attachment.handler,
        "POST /attachments": upload_attachment.handler,
        "GET /attachments/{attachment_id}": download_attachment.handler,
    }
)
