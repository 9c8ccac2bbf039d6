"""Contacts."""

from happyfox import change_contact, list_contacts, read_contact, save_contacts
from polydesk.http.router import serve

handler = serve(
    {
        "GET /api/1.1/{response_format}/users": list_contacts.handler,
        "POST /api/1.1/{response_format}/users": save_contacts.handler,
        "GET /api/1.1/{response_format}/user/{id}": read_contact.handler,
        "POST /api/1.1/{response_format}/user/{id}": change_contact.handler,
    }
)
