"""What AWS charges for an amount of use."""

import pytest

from tools.bench import prices
from tools.bench.prices import MILLION, PRICES, START_MS, STORAGE, Price, Region, cost, running


def test_a_price_is_for_a_number_of_units() -> None:
    assert prices.API_CALL.of(2 * MILLION) == pytest.approx(7.0)
    assert cost({prices.READ_UNIT: 8 * MILLION, prices.WRITE_UNIT: 0.8 * MILLION}) == pytest.approx(1.5)
    assert cost({}) == 0


def test_free_units_are_subtracted_and_never_refunded() -> None:
    price = Price("of something", 5.0, per=100, free=1000)

    assert price.beyond_free(1200) == pytest.approx(10.0)
    assert price.beyond_free(999) == 0


def test_lambda_charges_for_runs_and_for_memory_over_time() -> None:
    usage = running(MILLION, 50, 512)

    assert usage == {prices.INVOCATION: MILLION, prices.GB_SECOND: pytest.approx(25_000)}
    assert cost(usage) == pytest.approx(0.20 + 25_000 * 0.0000133334)


def test_a_start_is_billed_for_its_time_and_is_no_request() -> None:
    usage = running(MILLION, 50, 1024, starts=1000)

    assert usage == {prices.INVOCATION: MILLION, prices.GB_SECOND: pytest.approx(50_000 + START_MS)}


def test_a_region_has_prices_of_its_own() -> None:
    assert prices.API_CALL.of(MILLION, Region.FRANKFURT) == pytest.approx(3.70)
    assert cost({prices.READ_UNIT: MILLION, prices.INVOCATION: MILLION}, Region.FRANKFURT) == pytest.approx(0.3525)
    assert prices.LOG_BYTE.beyond_free(6 * 10**9, Region.FRANKFURT) == pytest.approx(0.63)


@pytest.mark.parametrize("price", [*PRICES, *STORAGE], ids=lambda price: price.item)
def test_a_price_names_its_offer_and_the_date(price: Price) -> None:
    offer, _, date = price.source.partition(", ")

    assert offer
    assert date.startswith("20") or date.split()[-1].startswith("20")
