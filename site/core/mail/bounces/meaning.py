"""What the words and numbers mean with which a mail comes back: whether its address is the reason, for good.

RFC 3463 (enhanced codes: class, subject, detail) and what common servers say instead.
"""

import re
from enum import StrEnum

from core.mail.outbox.reasons import Why


class What(StrEnum):
    """What can be reported of a mail; but for the first, the codes of `MailReport.What`."""

    DELIVERED = "delivered"
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"


CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
SMTP_CODE = re.compile(r"(?<![\d.])([45])(\d\d)(?=[ \-])")
# Mailbox or domain: it does not exist, has moved, or is switched off.
NOBODY = {
    *[(1, detail) for detail in (1, 2, 3, 6, 10)],
    (2, 1),
    # Postfix's word for a domain without a mail server, and Exchange Online's for an unknown mailbox.
    (4, 4),
    (4, 1),
}
FULL = {(2, 2), (3, 1)}
SAYS_NOBODY = re.compile(
    r"user (?:is )?unknown|unknown (?:user|recipient|mailbox|address)"
    r"|no such (?:user|recipient|mailbox|address)"
    r"|does(?: not|n't) exist|no mailbox|mailbox (?:not found|unavailable|disabled|is disabled)"
    r"|(?:recipient|address|account) (?:not found|unknown|disabled|is disabled)|invalid (?:recipient|mailbox)"
    r"|host (?:or domain name )?not found|domain not found|unrouteable address|account has been disabled",
    re.IGNORECASE,
)
SAYS_FULL = re.compile(
    r"quota|mailbox (?:is )?full|over ?limit|insufficient (?:system )?storage", re.IGNORECASE
)
SAYS_REFUSED = re.compile(
    r"spam|blocked|black ?list|block ?list|policy|reputation|denied|dmarc|dkim|\bspf\b", re.IGNORECASE
)


def meaning_of(status: str, words: str) -> tuple[What, Why]:
    """`status` is an enhanced code or "", `words` what the server said besides; each may lack the other."""
    code = CODE.search(status) or CODE.search(words)
    subject = (int(code[2]), int(code[3])) if code else (0, 0)
    kind = code[1] if code else ""
    if not kind:
        spoken = SMTP_CODE.search(words)
        kind = spoken[1] if spoken else ""
    if subject in FULL or SAYS_FULL.search(words):
        return What.SOFT, Why.CAME_BACK_FOR_NOW
    if kind == "4":
        return What.SOFT, Why.CAME_BACK_FOR_NOW
    if subject in NOBODY or (subject[0] != 7 and SAYS_NOBODY.search(words)):
        return What.HARD, Why.CAME_BACK
    if subject[0] == 7 or SAYS_REFUSED.search(words) or kind == "5":
        return What.SOFT, Why.CAME_BACK_REFUSED
    return What.SOFT, Why.CAME_BACK_FOR_NOW
