"""Each deliberate fault changes a text that the template has: one that no longer fits would stop the count."""

from tools.local_desk.template import TEMPLATE
from tools.template_faults.faults import FAULTS


def test_every_fault_fits_the_template() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")

    assert [str(fault) for fault in FAULTS if fault.apply(text) == text] == []


def test_no_fault_is_listed_twice() -> None:
    assert len({str(fault) for fault in FAULTS}) == len(FAULTS)
