"""The page at /docs, as somebody uses it who reads and clicks."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import Select, WebDriverWait

SECONDS = 30
"""How long anything on the page may take."""


class Page:
    """Swagger UI with the description in it."""

    def __init__(self, browser: Chrome, address: str) -> None:
        """Open it."""
        self._browser = browser
        self._wait = WebDriverWait(browser, SECONDS)
        browser.get(f"{address}/docs")
        self._wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, ".opblock")))

    def authorize(self, scheme: str, *secrets: str) -> None:
        """Give the secrets that a scheme asks for: a token, or a name and a password."""
        self._click(self._browser, ".auth-wrapper > .btn.authorize")
        (form,) = [
            one
            for one in self._browser.find_elements(By.CSS_SELECTOR, ".auth-container form")
            if one.find_element(By.CSS_SELECTOR, "h4 code").text == scheme
        ]
        for field, secret in zip(form.find_elements(By.CSS_SELECTOR, "input"), secrets, strict=True):
            field.send_keys(secret)
        self._click(form, "button[type=submit]")
        self._click(self._browser, ".modal-ux .close-modal")

    def expand(self, operation: str) -> "Try":
        """Open an operation by its id."""
        block = self._browser.find_element(By.CSS_SELECTOR, f".opblock[id$='-{operation}']")
        self._click(block, ".opblock-summary-control")
        self._wait.until(lambda _: block.find_elements(By.CSS_SELECTOR, ".execute"))
        return Try(block, self._browser)

    def fetched(self) -> list[str]:
        """The addresses of everything that the page has loaded."""
        script = "return performance.getEntriesByType('resource').map(one => one.name)"
        addresses: list[str] = self._browser.execute_script(script)
        return addresses

    def complaints(self) -> list[str]:
        """What the browser found wrong."""
        return [line["message"] for line in self._log() if line["level"] == "SEVERE"]

    def _log(self) -> list[dict[str, Any]]:
        """What the browser has said since the last time."""
        lines: list[dict[str, Any]] = self._browser.get_log("browser")  # type: ignore[no-untyped-call]
        return lines

    def _click(self, inside: Chrome | WebElement, selector: str) -> None:
        self._wait.until(lambda _: inside.find_element(By.CSS_SELECTOR, selector)).click()


class Try:
    """One operation that has been opened, ready to be tried."""

    def __init__(self, block: WebElement, browser: Chrome) -> None:
        """Work on this part of the page."""
        self._block = block
        self._wait = WebDriverWait(browser, SECONDS)

    @property
    def title(self) -> str:
        """What the operation is called."""
        return self._block.find_element(By.CSS_SELECTOR, ".opblock-summary-description").text

    def fill(self, name: str, value: str) -> None:
        """Say what a parameter is."""
        row = self._block.find_element(By.CSS_SELECTOR, f"tr[data-param-name='{name}']")
        if choices := row.find_elements(By.CSS_SELECTOR, "select"):
            Select(choices[0]).select_by_value(value)
        else:
            row.find_element(By.CSS_SELECTOR, "input").send_keys(value)

    def write(self, body: Any) -> None:
        """Replace the example in the request's body."""
        area = self._block.find_element(By.CSS_SELECTOR, ".body-param textarea")
        area.send_keys(Keys.CONTROL, "a")
        area.send_keys(json.dumps(body))

    def write_in(self, media_type: str) -> None:
        """Choose the format of the request's body."""
        choice = self._block.find_element(By.CSS_SELECTOR, ".opblock-section-request-body select")
        Select(choice).select_by_value(media_type)

    def attach(self, file: Path) -> None:
        """Choose the first file of a form."""
        self._wait.until(lambda _: self._block.find_element(By.CSS_SELECTOR, "input[type=file]")).send_keys(str(file))

    def execute(self) -> tuple[int, str]:
        """Send it; the status and the body of the answer, as the page shows them."""
        self._block.find_element(By.CSS_SELECTOR, ".execute").click()
        live = self._wait.until(lambda _: self._block.find_element(By.CSS_SELECTOR, ".live-responses-table .response"))
        status = live.find_element(By.CSS_SELECTOR, ".response-col_status").text.split()[0]
        bodies = live.find_elements(By.CSS_SELECTOR, ".highlight-code code, .highlight-code pre")
        return int(status), bodies[0].text if bodies else ""
