"""Why the site holds each kind of personal data, on what basis, and for how long.

The privacy page is made from this list, and each personal row (`core.models.PersonalRow`) names its purpose
here. How long is said from the same setting that ends the rows. Sources: GDPR art. 5, 6 and 13;
personopplysningsloven § 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.isolation import filled

# As long as it takes to see that an address is full or refused time after time.
MAIL_REPORTS_KEPT_DAYS = 180
# After the day on which a borrowed thing should have been back: as long as one asks for it.
LOANS_KEPT_DAYS = 90


@dataclass(frozen=True)
class Purpose:
    """One purpose. `basis` is the paragraph, `kept` says in plain words when the rows end."""

    slug: str
    title: str | Promise
    data: str | Promise
    basis: str | Promise
    kept: Callable[[], str]


def _signup_kept() -> str:
    days = settings.SIGNUP_RETENTION_DAYS
    kept = ngettext(
        "It is deleted %(count)s day after the activity.",
        "It is deleted %(count)s days after the activity.",
        days,
    )
    cancelled = gettext("If you give up your places, your name and how to reach you are deleted before that.")
    return f"{filled(kept, count=days)} {cancelled}"


def _loan_kept() -> str:
    kept = ngettext(
        "It is deleted as soon as the thing is back, and at the latest %(count)s day after it should have"
        " been.",
        "It is deleted as soon as the thing is back, and at the latest %(count)s days after it should have"
        " been.",
        LOANS_KEPT_DAYS,
    )
    return filled(kept, count=LOANS_KEPT_DAYS)


def _report_kept() -> str:
    days = settings.REPORT_RETENTION_DAYS
    kept = ngettext(
        "It is deleted after %(count)s day at the latest.",
        "It is deleted after %(count)s days at the latest.",
        days,
    )
    return filled(kept, count=days)


def _mail_kept() -> str:
    kept = ngettext(
        "It is deleted after %(count)s day at the latest.",
        "It is deleted after %(count)s days at the latest.",
        MAIL_REPORTS_KEPT_DAYS,
    )
    return filled(kept, count=MAIL_REPORTS_KEPT_DAYS)


def _welcome_kept() -> str:
    months = settings.NEWCOMER_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is deleted %(count)s month after you were added, or as soon as you ask.",
            "It is deleted %(count)s months after you were added, or as soon as you ask.",
            months,
        ),
        count=months,
    )


def _postal_kept() -> str:
    return gettext("It is deleted two weeks after the label was printed, and after 60 days at the latest.")


def _asking_kept() -> str:
    return gettext(
        "If you do not press the button in the message that we send you, it is deleted after three days. "
        "If you do, the municipality keeps it to welcome you."
    )


def _answer_kept() -> str:
    months = settings.ANSWER_RETENTION_MONTHS
    answer = ngettext(
        "Your answer is deleted after %(count)s month, and always when the rest about you is.",
        "Your answer is deleted after %(count)s months, and always when the rest about you is.",
        months,
    )
    wish = gettext("If you would like company, how to reach you is deleted after 90 days.")
    return f"{filled(answer, count=months)} {wish}"


def _later_kept() -> str:
    return gettext(
        "You are asked four years after you came. Your address is deleted as soon as you have answered, the "
        "answer 90 days after the question, and all of it as soon as you ask."
    )


def _forgotten_kept() -> str:
    months = settings.FORGOTTEN_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is deleted %(count)s month after you asked to be forgotten.",
            "It is deleted %(count)s months after you asked to be forgotten.",
            months,
        ),
        count=months,
    )


def _account_kept() -> str:
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


def _invited_kept() -> str:
    months = settings.ACCOUNT_RETENTION_MONTHS
    invitation = gettext("The invitation is deleted when it is answered, and after a month at the latest.")
    account = ngettext(
        "If you say no and have no other role here, your account is deleted after %(count)s month.",
        "If you say no and have no other role here, your account is deleted after %(count)s months.",
        months,
    )
    return f"{invitation} {filled(account, count=months)}"


def _asked_kept() -> str:
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


def _sms_kept() -> str:
    months = settings.FORGOTTEN_RETENTION_MONTHS
    stopped = ngettext(
        "It is deleted after three months; your STOP after %(count)s month, or when you answer START.",
        "It is deleted after three months; your STOP after %(count)s months, or when you answer START.",
        months,
    )
    return filled(stopped, count=months)


def _follow_kept() -> str:
    months = settings.FOLLOW_RETENTION_MONTHS
    every_date = ngettext(
        "If you follow every date, it is deleted after %(count)s month unless you want it longer.",
        "If you follow every date, it is deleted after %(count)s months unless you want it longer.",
        months,
    )
    date = gettext("It is deleted the day after the activity, or as soon as you ask.")
    return f"{date} {filled(every_date, count=months)}"


def _contact_kept() -> str:
    months = settings.VERSIONS_RETENTION_MONTHS
    return filled(
        ngettext(
            "It is there until the page is changed. What was there before is deleted after %(count)s month.",
            "It is there until the page is changed. What was there before is deleted after %(count)s months.",
            months,
        ),
        count=months,
    )


def _visit_kept() -> str:
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


def _question_kept() -> str:
    return gettext(
        "It is deleted here as soon as it has been sent, and after two days at the latest. "
        "The organiser has it in their e-mail."
    )


def _joining_kept() -> str:
    return gettext(
        "It is deleted 30 days after the municipality has answered, a week after you wrote if you do not "
        "press the button in the e-mail, or as soon as you ask."
    )


SIGNUP = Purpose(
    slug="signup",
    title=_("You sign up for an activity"),
    data=_(
        "Your name, your e-mail address or phone number, how many people are coming, and your language. What"
        " help you need, and what you answer the organiser."
    ),
    basis=_("You ask for a place, and we need this to give it to you (GDPR article 6(1)(b))."),
    kept=_signup_kept,
)
LOAN = Purpose(
    slug="loan",
    title=_("You borrow something"),
    data=_("Your name, what you borrow, and the day on which it is to be back."),
    basis=_("You ask to borrow it, and its owner must know who has it (GDPR article 6(1)(b))."),
    kept=_loan_kept,
)
REPORT = Purpose(
    slug="report",
    title=_("You report that something is wrong with an activity"),
    data=_("What you choose and what you write. We do not ask who you are."),
    basis=_("The municipality looks after what is shown to people who live there (GDPR article 6(1)(e))."),
    kept=_report_kept,
)
WELCOME = Purpose(
    slug="welcome",
    title=_("The municipality welcomes you"),
    data=_(
        "Your language, how to reach you and, if you like, your name, month of arrival, interests, "
        "situation and how many children you have. What the host has offered you."
    ),
    basis=_("The municipality's task is to give guidance to people who live there (GDPR article 6(1)(e))."),
    kept=_welcome_kept,
)
POSTAL = Purpose(
    slug="postal",
    title=_("The municipality posts you a booklet"),
    data=_("Your postal address, for the label on the envelope."),
    basis=_("The municipality's task is to give guidance to people who live there (GDPR article 6(1)(e))."),
    kept=_postal_kept,
)
ASKING = Purpose(
    slug="asking",
    title=_("You ask to be welcomed"),
    data=_("Your e-mail address or mobile number, and what you choose to tell about yourself."),
    basis=_("You ask for it, and we must know that the address is yours (GDPR article 6(1)(b))."),
    kept=_asking_kept,
)
FORGOTTEN = Purpose(
    slug="forgotten",
    title=_("You have asked the municipality to forget you"),
    data=_(
        "A number made from your e-mail address or phone number with a secret key. "
        "Nobody can read your address from it."
    ),
    basis=_("You do not want to be welcomed again by the next list (GDPR articles 17, 21 and 6(1)(c))."),
    kept=_forgotten_kept,
)
ACCOUNT = Purpose(
    slug="account",
    title=_("You publish activities or work for a municipality"),
    data=_(
        "Your name, your e-mail address, your mobile number if you log in with it, "
        "and what you have published or approved."
    ),
    basis=_("We need it to know who may change what (GDPR article 6(1)(e) and (f))."),
    kept=_account_kept,
)
INVITED = Purpose(
    slug="invited",
    title=_("Somebody invites you to publish activities or to work for a municipality"),
    data=_("Your e-mail address, what you are invited to, and who invites you."),
    basis=_("We need it to invite you and to let nobody else in (GDPR article 6(1)(e) and (f))."),
    kept=_invited_kept,
)
ASKED = Purpose(
    slug="asked",
    title=_("You answer for an activity"),
    data=_("Your name, how to reach you, your language, and what you answer when we ask whether it is on."),
    basis=_("People must know whether an activity takes place before they set out (GDPR article 6(1)(f))."),
    kept=_asked_kept,
)
SMS = Purpose(
    slug="sms",
    title=_("You get SMS from us"),
    data=_(
        "Which messages left and whether they arrived, without their words. "
        "If you answer STOP: a number made from your phone number with a secret key. "
        "Nobody can read your phone number from it."
    ),
    basis=_("We must know what was sent, and write no more after STOP (GDPR article 6(1)(f) and (c))."),
    kept=_sms_kept,
)
MAIL = Purpose(
    slug="mail",
    title=_("You get e-mail from us"),
    data=_(
        "Whether an e-mail came back or was marked as spam, without its words. "
        "With it a number made from your e-mail address with a secret key. "
        "Nobody can read your address from it."
    ),
    basis=_(
        "We must stop writing to addresses that do not exist, and to those who do not want it "
        "(GDPR article 6(1)(f))."
    ),
    kept=_mail_kept,
)
FOLLOW = Purpose(
    slug="follow",
    title=_("You want to know if an activity is cancelled"),
    data=_("Your e-mail address or mobile number, which dates you follow, and your language."),
    basis=_("You ask to be told, and we need this to reach you (GDPR article 6(1)(b))."),
    kept=_follow_kept,
)
CONTACT = Purpose(
    slug="contact",
    title=_("You are named as a contact"),
    data=_(
        "Your name, what you do, your e-mail address and your phone number, where everybody can read them."
    ),
    basis=_("People must be able to reach those who welcome them (GDPR article 6(1)(e) and (f))."),
    kept=_contact_kept,
)
VISIT = Purpose(
    slug="visit",
    title=_("You log in, or ask for a code"),
    data=_(
        "The e-mail address that you typed, which browser is logged in, "
        "and what you were writing when the log-in ended."
    ),
    basis=_("We need it to send you the code and to let nobody else in (GDPR article 6(1)(f))."),
    kept=_visit_kept,
)
QUESTION = Purpose(
    slug="question",
    title=_("You ask an organiser something"),
    data=_("Your question, your e-mail address, your name if you write it, and the language of the page."),
    basis=_("You want an answer, and we need this to pass your question on (GDPR article 6(1)(b))."),
    kept=_question_kept,
)
JOINING = Purpose(
    slug="joining",
    title=_("You ask to publish for an organisation"),
    data=_("Your name, your e-mail address, your language, and what you write about the organisation."),
    basis=_("You ask for it, and the municipality must know who vouches for what (GDPR article 6(1)(b))."),
    kept=_joining_kept,
)
ANSWER = Purpose(
    slug="answer",
    title=_("You answer a question in a letter from your municipality"),
    data=_("What you answer, and how to reach you if you would like company the first time."),
    basis=_("You choose to answer, and can take it back with one press (GDPR article 6(1)(a))."),
    kept=_answer_kept,
)
LATER = Purpose(
    slug="later",
    title=_("You agree to be asked once more, after four years"),
    data=_("Your e-mail address or mobile number, your language, your municipality and when you came."),
    basis=_("You say yes to it, and can take it back with one press (GDPR article 6(1)(a))."),
    kept=_later_kept,
)
PURPOSES = (
    SIGNUP,
    LOAN,
    REPORT,
    FOLLOW,
    QUESTION,
    JOINING,
    ASKED,
    SMS,
    MAIL,
    WELCOME,
    ASKING,
    POSTAL,
    ANSWER,
    LATER,
    FORGOTTEN,
    INVITED,
    ACCOUNT,
    CONTACT,
    VISIT,
)
