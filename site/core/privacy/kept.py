"""How long each kind of personal data is kept, in plain words: said from the settings that end the rows."""

from math import ceil

from django.conf import settings
from django.utils.translation import gettext, ngettext

from core.isolation import filled

# As long as it takes to see that an address is full or refused time after time.
MAIL_REPORTS_KEPT_DAYS = 180
# After the day on which a borrowed thing should have been back: as long as one asks for it.
LOANS_KEPT_DAYS = 90


def signup() -> str:
    days = settings.SIGNUP_RETENTION_DAYS
    kept = ngettext(
        "It is deleted %(count)s day after the activity.",
        "It is deleted %(count)s days after the activity.",
        days,
    )
    cancelled = gettext("If you give up your places, your name and how to reach you are deleted before that.")
    return f"{filled(kept, count=days)} {cancelled}"


def loan() -> str:
    kept = ngettext(
        "It is deleted as soon as the thing is back, and at the latest %(count)s day after it should have"
        " been.",
        "It is deleted as soon as the thing is back, and at the latest %(count)s days after it should have"
        " been.",
        LOANS_KEPT_DAYS,
    )
    return filled(kept, count=LOANS_KEPT_DAYS)


def report() -> str:
    return _at_the_latest(settings.REPORT_RETENTION_DAYS)


def mail() -> str:
    return _at_the_latest(MAIL_REPORTS_KEPT_DAYS)


def _at_the_latest(days: int) -> str:
    kept = ngettext(
        "It is deleted after %(count)s day at the latest.",
        "It is deleted after %(count)s days at the latest.",
        days,
    )
    return filled(kept, count=days)


def welcome() -> str:
    months = settings.NEWCOMER_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is deleted %(count)s month after you were added, or as soon as you ask.",
            "It is deleted %(count)s months after you were added, or as soon as you ask.",
            months,
        ),
        count=months,
    )


def postal() -> str:
    return gettext("It is deleted two weeks after the label was printed, and after 60 days at the latest.")


def asking() -> str:
    return gettext(
        "If you do not press the button in the message that we send you, it is deleted after three days. "
        "If you do, the municipality keeps it to welcome you."
    )


def answer() -> str:
    months = settings.ANSWER_RETENTION_MONTHS
    answer = ngettext(
        "Your answer is deleted after %(count)s month, and always when the rest about you is.",
        "Your answer is deleted after %(count)s months, and always when the rest about you is.",
        months,
    )
    wish = gettext("If you would like company, how to reach you is deleted after 90 days.")
    return f"{filled(answer, count=months)} {wish}"


def later() -> str:
    return gettext(
        "You are asked four years after you came. Your address is deleted as soon as you have answered, the "
        "answer 90 days after the question, and all of it as soon as you ask."
    )


def forgotten() -> str:
    months = settings.FORGOTTEN_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is deleted %(count)s month after you asked to be forgotten.",
            "It is deleted %(count)s months after you asked to be forgotten.",
            months,
        ),
        count=months,
    )


def account() -> str:
    months = settings.ACCOUNT_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is kept as long as you have a role here. "
            "Without one, your account is deleted %(count)s month after you last logged in.",
            "It is kept as long as you have a role here. "
            "Without one, your account is deleted %(count)s months after you last logged in.",
            months,
        ),
        count=months,
    )


def invited() -> str:
    months = settings.ACCOUNT_RETENTION_MONTHS
    invitation = gettext("The invitation is deleted when it is answered, and after a month at the latest.")
    account = ngettext(
        "If you say no and have no other role here, your account is deleted after %(count)s month.",
        "If you say no and have no other role here, your account is deleted after %(count)s months.",
        months,
    )
    return f"{invitation} {filled(account, count=months)}"


def asked() -> str:
    months = settings.RESPONSIBLE_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is deleted when you or the organiser takes you off the list, "
            "and %(count)s month after the last date.",
            "It is deleted when you or the organiser takes you off the list, "
            "and %(count)s months after the last date.",
            months,
        ),
        count=months,
    )


def sms() -> str:
    months = settings.FORGOTTEN_RETENTION_MONTHS
    stopped = ngettext(
        "It is deleted after three months; your STOP after %(count)s month, or when you answer START.",
        "It is deleted after three months; your STOP after %(count)s months, or when you answer START.",
        months,
    )
    return filled(stopped, count=months)


def follow() -> str:
    months = settings.FOLLOW_RETENTION_MONTHS
    every_date = ngettext(
        "If you follow every date, it is deleted after %(count)s month unless you want it longer.",
        "If you follow every date, it is deleted after %(count)s months unless you want it longer.",
        months,
    )
    date = gettext("It is deleted the day after the activity, or as soon as you ask.")
    return f"{date} {filled(every_date, count=months)}"


def contact() -> str:
    months = settings.VERSIONS_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is there until the page is changed. What was there before is deleted after %(count)s month.",
            "It is there until the page is changed. What was there before is deleted after %(count)s months.",
            months,
        ),
        count=months,
    )


def visit() -> str:
    # The job that ends them runs once an hour.
    hours = ceil(settings.ANONYMOUS_SESSION_SECONDS / 3600) + 1
    days = ceil(settings.SESSION_COOKIE_AGE / 86400)
    typed = ngettext(
        "What you typed is deleted within %(count)s hour.",
        "What you typed is deleted within %(count)s hours.",
        hours,
    )
    logged_in = ngettext(
        "You stay logged in for %(count)s day at the most.",
        "You stay logged in for %(count)s days at the most.",
        days,
    )
    return f"{filled(typed, count=hours)} {filled(logged_in, count=days)}"


def question() -> str:
    return gettext(
        "It is deleted here as soon as it has been sent, and after two days at the latest. "
        "The organiser has it in their e-mail."
    )


def joining() -> str:
    return gettext(
        "It is deleted 30 days after the municipality has answered, a week after you wrote if you do not "
        "press the button in the e-mail, or as soon as you ask."
    )
