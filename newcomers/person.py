"""One person as they are listed, typed or ask themselves, and who is the same."""

from dataclasses import dataclass
from datetime import date

from core.telephone import same_telephone
from core.text import same_address
from newcomers.choices import Wish
from organisations.naming import search_form


@dataclass(frozen=True)
class Person:
    """What is said of one person. Everything but the language may be left out.

    `phone` is E.164, `language` an ISO 639 code, `arrived_month` the first of a month.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    arrived_month: date | None = None
    interests: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    children_0_5: int = 0
    children_6_12: int = 0
    youth_13_17: int = 0
    channel: str = Wish.BEST

    def __post_init__(self) -> None:
        object.__setattr__(self, "email", readable(self.email))


def readable(email: str) -> str:
    """One mailbox in one spelling: a domain that is written as computers do ("xn--…") as people read it."""
    mailbox, at, domain = email.rpartition("@")
    if not at or "xn--" not in domain.lower():
        return email
    try:
        return f"{mailbox}@{domain.lower().encode('ascii').decode('idna')}"
    except UnicodeError:
        return email


def known_as(person: Person) -> list[str]:
    """What `person` is known again by, however it is written: the e-mail address and the number; without
    either, the name together with the month of arrival. A household may share neither with another."""
    return marks_of(person.email, person.phone, person.name, person.arrived_month)


def marks_of(email: str, phone: str, name: str, arrived_month: date | None) -> list[str]:
    """`known_as`, of values. An address has an @, a number a +, and a name neither."""
    marks = [same_address(readable(email))] if email else []
    if phone:
        marks.append(same_telephone(phone))
    if not marks and name:
        marks.append(f"{search_form(name)} {arrived_month or ''}")
    return marks


def marks_to_forget(person: Person) -> list[str]:
    """What `person` is known by on any list that may come: the next one may have their name alone, with the
    month or without it."""
    marks = known_as(person)
    if person.name:
        months = {person.arrived_month, None}
        marks += [mark for month in months for mark in marks_of("", "", person.name, month)]
    return list(dict.fromkeys(marks))
