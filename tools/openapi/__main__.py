"""`make openapi`: writes the description to openapi.json."""

from tools.openapi.document import COMMITTED, text

if __name__ == "__main__":
    COMMITTED.write_text(text(), encoding="utf-8")
    print(f"{COMMITTED.name} is up to date.")
