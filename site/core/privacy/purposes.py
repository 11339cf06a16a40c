"""Why the site holds each kind of personal data, on what basis, and for how long.

The privacy page is made from this list, and each personal row (`core.models.PersonalRow`) names its purpose
here. How long is said in `core.privacy.kept`. Sources: GDPR art. 5, 6 and 13;
personopplysningsloven § 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.privacy import kept


@dataclass(frozen=True)
class Purpose:
    """One purpose. `basis` is the paragraph, `kept` says in plain words when the rows end."""

    slug: str
    title: str | Promise
    data: str | Promise
    basis: str | Promise
    kept: Callable[[], str]


SIGNUP = Purpose(
    slug="signup",
    title=_("You sign up for an activity"),
    data=_(
        "Your name, your e-mail address or phone number, how many people are coming, and your language. What"
        " help you need, and what you answer the organiser."
    ),
    basis=_("You ask for a place, and we need this to give it to you (GDPR article 6(1)(b))."),
    kept=kept.signup,
)
LOAN = Purpose(
    slug="loan",
    title=_("You borrow something"),
    data=_(
        "Your name, what you borrow, and the day on which it is to be back; and a code made of your address, "
        "by which you find it."
    ),
    basis=_("You ask to borrow it, and its owner must know who has it (GDPR article 6(1)(b))."),
    kept=kept.loan,
)
REPORT = Purpose(
    slug="report",
    title=_("You report that something is wrong with an activity"),
    data=_("What you choose and what you write. We do not ask who you are."),
    basis=_("The municipality looks after what is shown to people who live there (GDPR article 6(1)(e))."),
    kept=kept.report,
)
WELCOME = Purpose(
    slug="welcome",
    title=_("The municipality welcomes you"),
    data=_(
        "Your language, how to reach you and, if you like, your name, month of arrival, interests, "
        "situation and how many children you have. What the host has offered you."
    ),
    basis=_("The municipality's task is to give guidance to people who live there (GDPR article 6(1)(e))."),
    kept=kept.welcome,
)
POSTAL = Purpose(
    slug="postal",
    title=_("The municipality posts you a booklet"),
    data=_("Your postal address, for the label on the envelope."),
    basis=_("The municipality's task is to give guidance to people who live there (GDPR article 6(1)(e))."),
    kept=kept.postal,
)
ASKING = Purpose(
    slug="asking",
    title=_("You ask to be welcomed"),
    data=_("Your e-mail address or mobile number, and what you choose to tell about yourself."),
    basis=_("You ask for it, and we must know that the address is yours (GDPR article 6(1)(b))."),
    kept=kept.asking,
)
FORGOTTEN = Purpose(
    slug="forgotten",
    title=_("You have asked the municipality to forget you"),
    data=_(
        "A number made from your e-mail address or phone number with a secret key. "
        "Nobody can read your address from it."
    ),
    basis=_("You do not want to be welcomed again by the next list (GDPR articles 17, 21 and 6(1)(c))."),
    kept=kept.forgotten,
)
ACCOUNT = Purpose(
    slug="account",
    title=_("You publish activities or work for a municipality"),
    data=_(
        "Your name, your e-mail address, your mobile number if you log in with it, "
        "and what you have published or approved."
    ),
    basis=_("We need it to know who may change what (GDPR article 6(1)(e) and (f))."),
    kept=kept.account,
)
INVITED = Purpose(
    slug="invited",
    title=_("Somebody invites you to publish activities or to work for a municipality"),
    data=_("Your e-mail address, what you are invited to, and who invites you."),
    basis=_("We need it to invite you and to let nobody else in (GDPR article 6(1)(e) and (f))."),
    kept=kept.invited,
)
ASKED = Purpose(
    slug="asked",
    title=_("You answer for an activity"),
    data=_("Your name, how to reach you, your language, and what you answer when we ask whether it is on."),
    basis=_("People must know whether an activity takes place before they set out (GDPR article 6(1)(f))."),
    kept=kept.asked,
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
    kept=kept.sms,
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
    kept=kept.mail,
)
FOLLOW = Purpose(
    slug="follow",
    title=_("You want to know if an activity is cancelled"),
    data=_("Your e-mail address or mobile number, which dates you follow, and your language."),
    basis=_("You ask to be told, and we need this to reach you (GDPR article 6(1)(b))."),
    kept=kept.follow,
)
CONTACT = Purpose(
    slug="contact",
    title=_("You are named as a contact"),
    data=_(
        "Your name, what you do, your e-mail address and your phone number, where everybody can read them."
    ),
    basis=_("People must be able to reach those who welcome them (GDPR article 6(1)(e) and (f))."),
    kept=kept.contact,
)
VISIT = Purpose(
    slug="visit",
    title=_("You log in, or ask for a code"),
    data=_(
        "The e-mail address that you typed, which browser is logged in, "
        "and what you were writing when the log-in ended."
    ),
    basis=_("We need it to send you the code and to let nobody else in (GDPR article 6(1)(f))."),
    kept=kept.visit,
)
QUESTION = Purpose(
    slug="question",
    title=_("You ask an organiser something"),
    data=_("Your question, your e-mail address, your name if you write it, and the language of the page."),
    basis=_("You want an answer, and we need this to pass your question on (GDPR article 6(1)(b))."),
    kept=kept.question,
)
JOINING = Purpose(
    slug="joining",
    title=_("You ask to publish for an organisation"),
    data=_("Your name, your e-mail address, your language, and what you write about the organisation."),
    basis=_("You ask for it, and the municipality must know who vouches for what (GDPR article 6(1)(b))."),
    kept=kept.joining,
)
ANSWER = Purpose(
    slug="answer",
    title=_("You answer a question in a letter from your municipality"),
    data=_("What you answer, and how to reach you if you would like company the first time."),
    basis=_("You choose to answer, and can take it back with one press (GDPR article 6(1)(a))."),
    kept=kept.answer,
)
LATER = Purpose(
    slug="later",
    title=_("You agree to be asked once more, after four years"),
    data=_("Your e-mail address or mobile number, your language, your municipality and when you came."),
    basis=_("You say yes to it, and can take it back with one press (GDPR article 6(1)(a))."),
    kept=kept.later,
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
