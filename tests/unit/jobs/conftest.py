"""Jobs write metrics, which need the variables of the template."""

import pytest


@pytest.fixture(autouse=True)
def _metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Polydesk")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "desk")
