"""The page at /docs, driven by clicks and keys."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import Select, WebDriverWait

SECONDS = 30
"""Time limit for anything that happens on the page."""


class Page:
    """Swagger UI with the description loaded and the credentials filled in."""

    def __init__(self, browser: Chrome, address: str) -> None:
        """Open the page."""
        self._browser = browser
        self._wait = WebDriverWait(browser, SECONDS)
        browser.get(f"{address}/docs")
        self._wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, ".opblock")))
        self._wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, "body[data-authorized]")))

    def log_out(self, scheme: str) -> None:
        """Remove the credentials of a security scheme."""
        self._click(self._browser, ".auth-wrapper > .btn.authorize")
        (form,) = [
            one
            for one in self._browser.find_elements(By.CSS_SELECTOR, ".auth-container form")
            if one.find_element(By.CSS_SELECTOR, "h4 code").text == scheme
        ]
        (button,) = [one for one in form.find_elements(By.CSS_SELECTOR, "button") if one.text == "Logout"]
        button.click()
        self._click(self._browser, ".modal-ux .close-modal")

    def operations(self) -> list[str]:
        """Return the method and the path of each operation, in order."""
        blocks = self._browser.find_elements(By.CSS_SELECTOR, ".opblock-summary-control")
        paths = [block.find_element(By.CSS_SELECTOR, ".opblock-summary-path") for block in blocks]
        methods = [block.find_element(By.CSS_SELECTOR, ".opblock-summary-method") for block in blocks]
        return [f"{method.text} {path.get_attribute('data-path')}" for method, path in zip(methods, paths, strict=True)]

    def expand(self, operation: str) -> "Try":
        """Open the operation of this id."""
        block = self._browser.find_element(By.CSS_SELECTOR, f".opblock[id$='-{operation}']")
        self._click(block, ".opblock-summary-control")
        self._wait.until(lambda _: block.find_elements(By.CSS_SELECTOR, ".execute"))
        return Try(block, self._browser)

    def fetched(self) -> list[str]:
        """Return the addresses of everything that the page has loaded."""
        script = "return performance.getEntriesByType('resource').map(one => one.name)"
        addresses: list[str] = self._browser.execute_script(script)
        return addresses

    def complaints(self) -> list[str]:
        """Return the errors that the browser has logged since the last call."""
        return [line["message"] for line in self._log() if line["level"] == "SEVERE"]

    def _log(self) -> list[dict[str, Any]]:
        """Return the browser's log since the last call."""
        lines: list[dict[str, Any]] = self._browser.get_log("browser")  # type: ignore[no-untyped-call]
        return lines

    def _click(self, inside: Chrome | WebElement, selector: str) -> None:
        self._wait.until(lambda _: inside.find_element(By.CSS_SELECTOR, selector)).click()


class Try:
    """An operation that is open, ready to be tried."""

    def __init__(self, block: WebElement, browser: Chrome) -> None:
        """Work on this part of the page."""
        self._block = block
        self._wait = WebDriverWait(browser, SECONDS)

    @property
    def title(self) -> str:
        """The operation's title."""
        return self._block.find_element(By.CSS_SELECTOR, ".opblock-summary-description").text

    def fill(self, name: str, value: str) -> None:
        """Enter the value of a parameter."""
        row = self._block.find_element(By.CSS_SELECTOR, f"tr[data-param-name='{name}']")
        if choices := row.find_elements(By.CSS_SELECTOR, "select"):
            Select(choices[0]).select_by_value(value)
        else:
            row.find_element(By.CSS_SELECTOR, "input").send_keys(value)

    def write(self, body: Any) -> None:
        """Replace the example in the request's body by this JSON."""
        area = self._block.find_element(By.CSS_SELECTOR, ".body-param textarea")
        area.send_keys(Keys.CONTROL, "a")
        area.send_keys(json.dumps(body))

    def write_in(self, media_type: str) -> None:
        """Choose the media type of the request's body."""
        choice = self._block.find_element(By.CSS_SELECTOR, ".opblock-section-request-body select")
        Select(choice).select_by_value(media_type)

    def attach(self, file: Path) -> None:
        """Choose the first file of a form."""
        self._wait.until(lambda _: self._block.find_element(By.CSS_SELECTOR, "input[type=file]")).send_keys(str(file))

    def execute(self) -> tuple[int, str]:
        """Send the request. Returns the status and the body of the response as the page shows them."""
        self._block.find_element(By.CSS_SELECTOR, ".execute").click()
        live = self._wait.until(lambda _: self._block.find_element(By.CSS_SELECTOR, ".live-responses-table .response"))
        status = live.find_element(By.CSS_SELECTOR, ".response-col_status").text.split()[0]
        bodies = live.find_elements(By.CSS_SELECTOR, ".highlight-code code, .highlight-code pre")
        return int(status), bodies[0].text if bodies else ""
