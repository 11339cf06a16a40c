"""How many messages a text is to the networks, which is what is paid for.

GSM 03.38 (3GPP TS 23.038): 160 septets in one message and 153 in each of several; a sign of the extension
table takes two. One sign that stands in neither table makes the whole text UCS-2: 70 units of 16 bits, and 67
in each of several; a sign beyond the first 65,536, such as most emoji, takes two units. No sign of two is
torn between parts.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
GSM_ONE, GSM_MANY = 160, 153
UCS2_ONE, UCS2_MANY = 70, 67


@dataclass(frozen=True)
class Parts:
    """What a text costs to send: `number` messages, of `units` in all, with room for `left` more in the last.

    `others` are the signs that are in neither GSM table, in their order: they make it UCS-2.
    """

    number: int
    units: int
    left: int
    others: tuple[str, ...] = ()

    @property
    def is_gsm(self) -> bool:
        return not self.others


def parts_of(text: str) -> Parts:
    """The parts of `text`. An empty text is one message."""
    others = tuple(dict.fromkeys(sign for sign in text if sign not in BASIC and sign not in EXTENDED))
    if others:
        return _counted([2 if ord(sign) > 0xFFFF else 1 for sign in text], UCS2_ONE, UCS2_MANY, others)
    return _counted([2 if sign in EXTENDED else 1 for sign in text], GSM_ONE, GSM_MANY)


def _counted(widths: list[int], one: int, many: int, others: tuple[str, ...] = ()) -> Parts:
    units = sum(widths)
    if units <= one:
        return Parts(1, units, one - units, others)
    number, filled = 1, 0
    for width in widths:
        if filled + width > many:
            number, filled = number + 1, 0
        filled += width
    return Parts(number, units, many - filled, others)
