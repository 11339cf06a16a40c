"""Why a message has not left, or will not: codes that are stored, and their words, once for every room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """The first eight are `core.mail.smtp.Reason`, by the same codes; a test holds that."""

    UNREACHABLE = "unreachable", _("The mail server could not be reached, and we have tried several times.")
    OUR_SETTINGS = (
        "our_settings",
        _("The mail server cannot be used until the people who run this site have mended its settings."),
    )
    BUSY = "busy", _("The mail server asked us to wait, and we have tried several times.")
    NO_SUCH_ADDRESS = "no_such_address", _("The mail server says that the address does not take e-mail.")
    REFUSED = "refused", _("The mail server refused the e-mail.")
    SENDER_REFUSED = (
        "sender_refused",
        _("The mail server does not take e-mail from this site. The people who run it must mend that."),
    )
    BAD_ADDRESS = "bad_address", _("The address cannot be used for e-mail.")
    BROKEN_OFF = (
        "broken_off",
        _("The connection broke while the e-mail was being handed over. It may have been sent."),
    )
    WORKER_GONE = (
        "worker_gone",
        _("We were interrupted while sending. The e-mail may have been sent, so it is not sent again."),
    )
    NOT_MADE = (
        "not_made",
        _("The e-mail could not be made. The people who run this site can see why in the log."),
    )
    OVER_RATE = "over_rate", _("It waits: one mail provider takes only so many in a minute.")
    TOO_LATE = "too_late", _("It did not leave in time, and is of no use any longer.")
    NOT_WANTED = "not_wanted", _("When its turn came there was nothing to tell any longer.")
    GONE = "gone", _("The person was deleted before the e-mail was sent.")
    UNSUBSCRIBED = "unsubscribed", _("The person asked for no more e-mails.")


# What stops every message alike, and waits for an operator: shown to them at once.
FOR_THE_OPERATOR = (Why.OUR_SETTINGS, Why.SENDER_REFUSED)
