"""Tags of tickets, and lists of tags."""

from polydesk.http.router import serve
from zammad import add_tag, list_tags, remove_tag, remove_tag_by_post, search_tags, show_tags

handler = serve(
    {
        "GET /api/v1/tags": show_tags.handler,
        "POST /api/v1/tags/add": add_tag.handler,
        "DELETE /api/v1/tags/remove": remove_tag.handler,
        "POST /api/v1/tags/remove": remove_tag_by_post.handler,
        "GET /api/v1/tag_list": list_tags.handler,
        "GET /api/v1/tag_search": search_tags.handler,
    }
)
