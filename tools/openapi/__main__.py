"""`make openapi`: writes openapi.json, the generated parts of docs/api, and the methods of each path."""

from tools.local_desk.template import read
from tools.openapi import docs, methods
from tools.openapi.document import document, text
from tools.openapi.media import COMMITTED

if __name__ == "__main__":
    COMMITTED.write_text(text(), encoding="utf-8")
    for page, content in docs.pages(document()).items():
        page.write_text(content, encoding="utf-8")
    methods.COMMITTED.write_text(methods.text(read()), encoding="utf-8")
    print(f"{COMMITTED.name}, docs/api and {methods.COMMITTED.name} are up to date.")
