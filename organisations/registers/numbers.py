"""Organisation numbers: nine figures, the last of which is made of the others (modulus 11)."""

from stdnum.exceptions import ValidationError
from stdnum.no import orgnr


def read_orgnr(text: str) -> str:
    """The nine figures of `text`, however they are written: "NO 974 760 673 MVA". Raises `ValueError`."""
    plain = text.upper().removesuffix("MVA").strip().removeprefix("NO")
    digits = "".join(str(int(char)) for char in plain if char.isdecimal())
    if len(digits) != sum(char.isalnum() for char in plain):
        raise ValueError("other signs than figures")
    try:
        return orgnr.validate(digits)
    except ValidationError as error:
        raise ValueError(type(error).__name__) from None
