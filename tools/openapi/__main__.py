"""`make openapi`: writes openapi.json, and the generated parts of docs/api."""

from tools.openapi import docs
from tools.openapi.document import document, text
from tools.openapi.media import COMMITTED

if __name__ == "__main__":
    COMMITTED.write_text(text(), encoding="utf-8")
    for page, content in docs.pages(document()).items():
        page.write_text(content, encoding="utf-8")
    print(f"{COMMITTED.name} and docs/api are up to date.")
