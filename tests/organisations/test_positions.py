"""A position is found in what people type, and in the addresses of the maps that they use."""

from decimal import Decimal

import pytest

from organisations.positions import as_typed, read_position

BODO = (Decimal("67.28000"), Decimal("14.40000"))


@pytest.mark.parametrize(
    "text",
    [
        "67.28, 14.40",
        "67,28 14,40",
        "67.28;14.4",
        "14.40, 67.28",
        "N 67.28 Ø 14.40",
        "67°16'48\"N 14°24'E",
        "geo:67.28,14.4?q=67.28,14.4",
        "https://www.openstreetmap.org/#map=15/67.2800/14.4000",
        "https://www.openstreetmap.org/?mlat=67.28&mlon=14.4#map=15/67.3/14.5",
        "https://www.google.com/maps/place/B/@67.3,14.5,12z/data=!3m1!8m2!3d67.28!4d14.40",
        "https://www.google.com/maps/search/?api=1&query=67.28%2C14.40",
        "https://maps.apple.com/?ll=67.28,14.40&q=Her",
    ],
)
def test_position_is_found(text):
    assert read_position(text) == BODO


def test_norgeskart_counts_metres():
    address = "https://www.norgeskart.no/#!?project=norgeskart&zoom=9&lat=7462823.25&lon=474367.12"
    assert read_position(address) == (Decimal("67.28095"), Decimal("14.40524"))


@pytest.mark.parametrize(
    "text",
    ["", "Bodø", "67.28", "1.0, 2.0", "https://example.com/", "67.28, 14.40, 3", "x" * 5000, "9" * 400],
)
def test_what_is_no_position_in_norway_is_none(text):
    with pytest.raises(ValueError, match=r"^"):
        read_position(text)


def test_what_is_shown_can_be_read_again():
    assert read_position(as_typed(*BODO)) == BODO
    assert as_typed(None, None) == ""
