"""What the fields about people are called, where their model has no name for them, and what only computers
read: the page "What is stored about me" and the documents of `core.privacy.documents` are made with it."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the field's name, whichever model it is in.
LABELS: dict[str, str | Promise] = {
    "absent": _("who is away"),
    "adults": _("adults"),
    "address_fault_at": _("address set aside since"),
    "arrived_month": _("month of arrival"),
    "by_organisation": _("invited by an organisation"),
    "came_last": _("how many came last"),
    "channel": _("by which way"),
    "children": _("children"),
    "children_0_5": _("children 0–5 years"),
    "children_6_12": _("children 6–12 years"),
    "created_at": _("created at"),
    "delivery": _("sending"),
    "email": _("e-mail address"),
    "event": _("activity"),
    "is_course": _("for the whole course"),
    "interests": _("interests"),
    "language": _("language"),
    "made_at": _("made at"),
    "municipality": _("municipality"),
    "name": _("name"),
    "named_at": _("named at"),
    "need": _("what help"),
    "noted_at": _("noted at"),
    "occurrence": _("date"),
    "organisation": _("organisation"),
    "page_language": _("language of the page"),
    "people": _("how many people"),
    "phone": _("phone number"),
    "question": _("question"),
    "region": _("county"),
    "reported_at": _("reported at"),
    "seen_to_at": _("seen to at"),
    "sent_at": _("sent at"),
    "situations": _("situation"),
    "starts_at": _("starts at"),
    "state": _("state"),
    "step": _("letter"),
    "taken_at": _("taken in at"),
    "text": _("text"),
    "thing": _("Thing"),
    "user": _("account"),
    "value": _("answer"),
    "warned": _("warning"),
    "way_in": _("link that was handed out"),
    "what": _("what it is"),
    "why": _("why"),
    "words": _("words"),
    "youth_13_17": _("young people 13–17 years"),
}
# What rows are called whose model has no name in words.
KINDS: dict[str, str | Promise] = {
    "besides.HelpWanted": _("help that you need"),
    "besides.OwnAnswer": _("your answer to the organiser"),
    "besides.WantsToBeMet": _("somebody is to meet you at the door"),
    "core.User_groups": _("a group that you are in"),
    "core.User_user_permissions": _("something that you may do"),
    "door.PhoneCount": _("counts at the door"),
    "door.Tick": _("ticked off at the door"),
    "events.ChangeOfDates": _("changes of dates"),
    "events.LogEntry": _("entries in the log of an activity"),
    "events.QueueMail": _("when you get the e-mail about what waits"),
    "exchange.Source": _("sources of activities"),
    "exchange.Upload": _("activities that you are bringing in"),
    "mfa.Authenticator": _("a way to log in"),
    "newcomers.PeopleUpload": _("lists of people"),
    "signups.SignupAccess": _("your request to see who comes"),
    "tallies.NoFiguresMail": _("you want no monthly e-mail with figures"),
    "wagtailadmin.EditingSession": _("what you have open"),
    "wagtailadmin.FormState": _("what you have not saved"),
    "wagtailcore.PageSubscription": _("a page that you are told of"),
}
# Keys, hashes and the like: held, and never shown to anybody, whoever they are.
SECRET = frozenset(
    "password data key key_hash prefix token token_hash token_secret code digest mark address_mark secret "
    "sealed content session_key session_data uid".split()
)
# Numbers of rows and what is worked out of other fields: in the file, and not on the page.
FOR_COMPUTERS = frozenset(
    "id public_id import_batch batch sought sorted_as lookup lookup_due_at lookups passed_over register "
    "dismissibles extra_data facts hours problems candidates cells raw outcome typed chosen about_file "
    "answers ignored booking knows_dates_to message_id provider_id reference tries position".split()
)


def label_of(field: models.Field) -> str | Promise:
    """The field's name in words: its model's, ours, or "" where nobody has given it one."""
    own = field.verbose_name
    return own if isinstance(own, Promise) else LABELS.get(field.name, "")


def kind_of(model: type[models.Model], *, many: bool = False) -> str | Promise:
    """What rows of `model` are called: their model's name, ours, or "" where nobody has given them one."""
    own = model._meta.verbose_name_plural if many else model._meta.verbose_name
    return own if isinstance(own, Promise) else KINDS.get(model._meta.label, "")


def is_shown(field: models.Field) -> bool:
    """Whether the page shows it: a secret, a number of a row and a link to another row are not."""
    return field.name not in SECRET | FOR_COMPUTERS and bool(label_of(field))
