"""What a newcomer is found by: the name as it is written and as it sounds, the address, the number."""

import re
from collections.abc import Iterator

from organisations.naming import heard_form, search_form

MOST_WORDS = 6
# A shorter word sounds like half of all names.
HEARD_FROM = 3
NUMBER = re.compile(r"[+(]?[\d ()./-]{3,}")


def sought_of(name: str, email: str, phone: str) -> str:
    """ "Ірина Коваль" with an address and a number → "ірина коваль ~irino ~koval irina@example.org
    +4741234567"."""
    heard = " ".join(f"~{word}" for word in heard_form(name).split())
    return " ".join(part for part in (search_form(name), heard, email.lower(), phone) if part)


def words_of(text: str) -> Iterator[list[str]]:
    """Of each word of `text`, what `sought_of` would have of it: it is enough that one of them is there."""
    if NUMBER.fullmatch(text.strip()) and any(char.isdecimal() for char in text):
        yield [re.sub(r"\D", "", search_form(text)).lstrip("0") or "0"]
        return
    for word in text.split()[:MOST_WORDS]:
        if "@" in word or "." in word:
            yield [word.lower()]
            continue
        forms = search_form(word).split()
        heard = "".join(heard_form(word).split())
        for form in forms:
            yield [form, f"~{heard}"] if len(heard) >= HEARD_FROM and len(forms) == 1 else [form]
