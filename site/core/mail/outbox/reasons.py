"""Why a message has not left, or will not: codes that are stored, and their words, once for every room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """The first eight are `core.mail.smtp.Reason`, and those of SMS begin with `core.sms.providers.Reason`.

    They have the same codes; a test holds that. What stands between is about a message of either way.
    """

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
        _("We were interrupted while sending. The message may have left, so it is not sent again."),
    )
    NOT_MADE = (
        "not_made",
        _("The message could not be made. The people who run this site can see why in the log."),
    )
    OVER_RATE = "over_rate", _("It waits: one provider takes only so many in a minute.")
    TOO_LATE = "too_late", _("It did not leave in time, and is of no use any longer.")
    NOT_WANTED = "not_wanted", _("When its turn came there was nothing to tell any longer.")
    GONE = "gone", _("The person was deleted before the message was sent.")
    UNSUBSCRIBED = "unsubscribed", _("The person asked for no more e-mails.")
    SMS_UNREACHABLE = (
        "sms_unreachable",
        _("The SMS service could not be reached, and we have tried several times."),
    )
    SMS_BUSY = "sms_busy", _("The SMS service asked us to wait, and we have tried several times.")
    SMS_OUR_SETTINGS = (
        "sms_our_settings",
        _("The SMS service does not take messages from this site. The people who run it must mend that."),
    )
    SMS_NO_CREDIT = (
        "sms_no_credit",
        _("The SMS account is empty. The people who run this site must fill it."),
    )
    SMS_FAULT = "sms_fault", _("The SMS service answered with a fault that we do not know.")
    NUMBER_REFUSED = "number_refused", _("The phone number does not take SMS.")
    SMS_REFUSED = "sms_refused", _("The SMS service refused the message.")
    SMS_BROKEN_OFF = (
        "sms_broken_off",
        _("The connection broke while the SMS was being handed over. It may have been sent."),
    )
    SMS_OFF = "sms_off", _("This site does not send SMS.")
    STOPPED = "stopped", _("The person has answered STOP, and gets no SMS from us.")
    OVER_BUDGET = "over_budget", _("This month's budget for SMS is used up.")
    CAME_BACK = "came_back", _("The e-mail came back: the address does not take e-mail.")
    CAME_BACK_FOR_NOW = (
        "came_back_for_now",
        _("The e-mail came back: the mailbox was full, or its server took nothing for some days."),
    )
    CAME_BACK_REFUSED = (
        "came_back_refused",
        _("The e-mail came back: the mail provider of the address did not want it."),
    )
    COMPLAINED = "complained", _("The person marked an e-mail from us as spam, and gets no more.")
    NOT_DELIVERED = "not_delivered", _("The SMS did not arrive: the phone or its network did not take it.")


# Why nothing has reached anybody that is no word about whom it was for.
NOT_THEIR_SILENCE = (
    *(Why.UNREACHABLE, Why.OUR_SETTINGS, Why.BUSY, Why.SENDER_REFUSED, Why.NOT_MADE, Why.TOO_LATE),
    *(Why.SMS_UNREACHABLE, Why.SMS_BUSY, Why.SMS_OUR_SETTINGS, Why.SMS_NO_CREDIT, Why.SMS_FAULT),
    *(Why.SMS_OFF, Why.OVER_BUDGET),
)
# A mail that its server had taken came back.
CAME_BACK = (Why.CAME_BACK, Why.CAME_BACK_FOR_NOW, Why.CAME_BACK_REFUSED)
# What stops every message of one way alike, and waits for an operator: shown to them at once.
FOR_THE_OPERATOR = (Why.OUR_SETTINGS, Why.SENDER_REFUSED)
FOR_THE_OPERATOR_OF_SMS = (Why.SMS_OUR_SETTINGS, Why.SMS_NO_CREDIT, Why.SMS_FAULT)
