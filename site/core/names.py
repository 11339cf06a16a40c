"""What may stand where a person's name is asked for: sign-ups, what organisers type, lists of newcomers.

What is typed into a name is a name until it looks like something else: an address of the net, a number to
call, a number that we never keep. Where a name goes into a mail, whoever gets it trusts the sender: us.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Eleven digits, however they are grouped: a fødselsnummer or D-number, which is never stored.
NATIONAL_NUMBER = re.compile(r"\d{6}[\s.-]?\d{5}")
# "Olav 5." is a name; a telephone number has at least five digits, and so has an account.
MOST_DIGITS = 4
ALWAYS_AN_ADDRESS = re.compile(r"[/\\@]|\bwww\.|\bhttps?:", re.IGNORECASE)
DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# An initial or a title, which the name may follow without a space: "A.Hansen", "St.Clair", "Dr.Nguyen".
BEFORE_A_NAME = re.compile(r"[^\W\d_]|st|ste|dr|mr|mrs|ms|hr|fr|jr|sr|prof|ing|mag", re.IGNORECASE)
# Every country has two letters; of the others those that are common, and those that are common in traps.
ENDINGS = frozenset(
    """
    com net org info biz edu gov mil int name pro mobi asia app dev page web site website online store shop
    blog cloud live link click top xyz club vip win bid loan men work works world today news media email
    support help center zone space icu cyou rest monster fun life agency digital social network group team
    tech bond cfd sbs quest buzz host press download review stream trade party date science faith racing
    cricket accountant accountants bank credit finance money cash pay deals sale market gift gifts casino bet
    poker games oslo berlin london africa eus cat example test invalid localhost onion arpa
    рф укр бел срб москва онлайн сайт орг ком мкд бг ею қаз
    السعودية امارات مصر سوريا المغرب الجزائر تونس عمان الاردن فلسطين قطر عراق موقع شبكة بازار ایران پاکستان
    """.split()
)


def clean_name(text: str) -> str:
    """The name on one line. Raises `ValidationError` with the code "national_number", "number" or "link"."""
    # One line, as the field is: what stands on a line of its own in a mail could pass for ours.
    name = " ".join(text.split())
    plain = _plain(name)
    if NATIONAL_NUMBER.search(plain):
        raise ValidationError(
            _("This looks like a national identity number. We never keep those: write only the name."),
            code="national_number",
        )
    if sum(char.isdecimal() for char in plain) > MOST_DIGITS:
        raise ValidationError(_("Write only the name, without numbers."), code="number")
    if looks_like_an_address(plain):
        raise ValidationError(_("Write only the name, without links."), code="link")
    return name


def looks_like_an_address(text: str) -> bool:
    """Whether a program that shows `text` could make a link of some of it, or a person an address."""
    if ALWAYS_AN_ADDRESS.search(text):
        return True
    return any(_is_address(match[0].split(".")) for match in DOTTED.finditer(text))


def _is_address(labels: list[str]) -> bool:
    last = labels[-1]
    if all(BEFORE_A_NAME.fullmatch(label) for label in labels[:-1]) and last[:1].isupper():
        return False
    is_country = len(last) == 2 and last.isascii() and last.isalpha()
    return is_country or last.lower() in ENDINGS


def _plain(text: str) -> str:
    """`text` as a program compares it: wide letters and dots as the usual ones, without what is not seen."""
    usual = unicodedata.normalize("NFKC", text).replace("。", ".")
    return "".join(char for char in usual if unicodedata.category(char) != "Cf")
