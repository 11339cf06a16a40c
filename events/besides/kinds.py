"""The names of this room's messages, and whom each is to."""

GREETER_ASKED = "besides.greeter_asked"
TO_MEET = "besides.to_meet"
IT_GOES = "besides.it_goes"
TOO_FEW = "besides.too_few"


def recipient_of(responsible_id: int) -> str:
    """A volunteer, as the outbox knows them."""
    return f"responsible:{responsible_id}"


def number_in(key: str) -> int:
    """12 of "responsible:12"."""
    return int(key.split(":")[1])
