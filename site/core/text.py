"""The one door for text: however it comes, it is spelt one way and can be written anywhere.

`CleanTextMiddleware` cleans what a form is sent, so that forms judge what is kept; the columns
(`core.fields`) clean whatever else is written to them. Neither knows where a text comes from.
"""

import re
import unicodedata

# XML 1.0 production [2], which mail (MJML), office files and feeds keep to; and what breaks a line elsewhere
# than where people see it: the vertical tab is Word's soft line break.
BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Control characters, surrogates without their other half, and two that are no characters; then what turns the
# direction of the text around it. Isolates do that within themselves, and the non-joiner is Persian spelling.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]")
LINES = re.compile(r"[\t\r\n]+")


def clean(text: str, *, line_break: str = "\n") -> str:
    """`text` in Unicode's composed form (NFC), without what cannot be written or is there to deceive."""
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", BREAKS.sub(line_break, text)))


def clean_line(text: str) -> str:
    """The same for what stands on one line: a break is a space."""
    return LINES.sub(" ", clean(text))


def clean_address(text: str) -> str:
    """An address of the net or of a mailbox: nothing unseen, no space that does not break.

    An ordinary space within is left: that is a typing error, and the person is told so.
    """
    seen = (char for char in clean_line(text) if unicodedata.category(char) != "Cf")
    return "".join(char for char in seen if char == " " or not char.isspace()).strip()


def same_address(text: str) -> str:
    """What two spellings of one mailbox have in common, to compare them by."""
    return clean_address(text).lower()
