"""Articles of tickets, and their attachments."""

from polydesk.http.router import serve
from zammad import create_article, download_attachment, list_articles, show_article

handler = serve(
    {
        "POST /api/v1/ticket_articles": create_article.handler,
        "GET /api/v1/ticket_articles/{id}": show_article.handler,
        "GET /api/v1/ticket_articles/by_ticket/{ticket_id}": list_articles.handler,
        "GET /api/v1/ticket_attachment/{ticket_id}/{article_id}/{id}": download_attachment.handler,
    }
)
