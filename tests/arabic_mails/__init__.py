"""One mail of each kind, all to people who read Arabic, and what stands in them."""

import time_machine
from django.core import mail

from core.models import User
from organisations.models import Municipality
from tests.arabic_mails.shared import (
    CALENDAR,
    HOST,
    NAME,
    NOW,
    ORGANISATION,
    PARTNER,
    PHONE,
    REASON,
    TITLE,
    VENUE,
)
from tests.arabic_mails.to_people import (
    OF_A_FOLLOW,
    OF_A_LIST,
    OF_A_SIGNUP,
    of_asking,
    of_besides,
    of_closed,
    of_follows,
    of_lending,
    of_log_in,
    of_questions,
    of_signups,
    of_standing_places,
    of_welcome,
)
from tests.arabic_mails.to_work import of_calendars, of_figures, of_joining, of_partners, of_work

__all__ = [
    "CALENDAR",
    "HOST",
    "NAME",
    "OF_A_FOLLOW",
    "OF_A_LIST",
    "OF_A_SIGNUP",
    "ORGANISATION",
    "PARTNER",
    "PHONE",
    "REASON",
    "TITLE",
    "VENUE",
    "mails_of_each_kind",
]


def mails_of_each_kind(heroy: Municipality, *, editor: User, host: User) -> dict[str, mail.EmailMessage]:
    """By their templates' names."""
    with time_machine.travel(NOW, tick=False):
        return {
            **of_signups(heroy),
            **of_closed(heroy),
            **of_besides(heroy),
            **of_lending(heroy),
            **of_asking(heroy),
            **of_questions(heroy),
            **of_follows(heroy),
            **of_standing_places(heroy),
            **of_work(heroy, editor),
            **of_joining(heroy),
            **of_calendars(heroy),
            **of_log_in(),
            **of_welcome(heroy, host),
            **of_partners(heroy),
            **of_figures(heroy, host),
        }
