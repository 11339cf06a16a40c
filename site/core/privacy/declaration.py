"""Of every field of every model: whether it is about a person, for which purpose, and how it ends.

A field that can hold something about a person is text, a file, free-form data, or points at a person. Each is
declared once: here in `PERSONAL`, with its purpose and its end, or in `NOT_ABOUT_A_PERSON` (`not_personal`),
under the reason why not. A field that is in neither fails the suite
(`tests/core/privacy/test_declaration.py`): say what it is for before it is built. So does a line whose field
is gone.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from wagtail.fields import StreamField

from core.models import PersonalRow, User
from core.privacy.ends import Ends, Personal
from core.privacy.not_personal import NOT_ABOUT_A_PERSON
from core.privacy.purposes import (
    ACCOUNT,
    ANSWER,
    ASKED,
    ASKING,
    CONTACT,
    FOLLOW,
    FORGOTTEN,
    INVITED,
    JOINING,
    LATER,
    LOAN,
    MAIL,
    POSTAL,
    QUESTION,
    REPORT,
    SIGNUP,
    SMS,
    VISIT,
    WELCOME,
)

PERSONAL = (
    Personal(
        "signups.Signup",
        SIGNUP,
        Ends.ROW,
        "id expires_at public_id occurrence status name email phone language adults children_0_5 "
        "children_6_12 youth_13_17 created_at cancelled_at firm_since mail_left_at erased_at "
        "receipt_left_at booking is_course knows_dates_to waits_since offered_until coming_at",
    ),
    # What somebody answers, needs and wishes who has signed up.
    Personal("besides.OwnAnswer", SIGNUP, Ends.ROW, "id expires_at question signup value"),
    Personal("besides.HelpWanted", SIGNUP, Ends.ROW, "id expires_at signup need language"),
    Personal("besides.WantsToBeMet", SIGNUP, Ends.ROW, "id expires_at signup"),
    # Who meets people at the door, with their own yes: gone with the volunteer's row.
    Personal("besides.Greeter", ASKED, Ends.NOT_ASKED_ANY_LONGER, "name"),
    # While it is asked for the sign-up knows who it is; while it is out, `borrower`.
    Personal("lending.Loan", LOAN, Ends.ROW, "id expires_at public_id thing signup occurrence borrower mark"),
    # Who came, of those who signed up: until the next day, and then only how many.
    Personal("door.Tick", SIGNUP, Ends.ROW, "id expires_at signup occurrence adults children"),
    Personal(
        "follows.Follow",
        FOLLOW,
        Ends.ROW,
        "id expires_at public_id event occurrence email phone language reminds created_at confirmed_at",
    ),
    Personal(
        "newcomers.Newcomer",
        WELCOME,
        Ends.ROW,
        "id expires_at public_id municipality name email phone language arrived_month interests situations "
        "children_0_5 children_6_12 youth_13_17 channel source way_in import_batch created_at told_at "
        "confirmed_at unsubscribed_at address_fault address_fault_at sought sorted_as",
    ),
    Personal("newcomers.NoteOfOffer", WELCOME, Ends.WITH_THE_PERSON, "newcomer"),
    Personal("newcomers.NoteOfOffer", ACCOUNT, Ends.LINK_IS_CUT, "made_by"),
    Personal(
        "newcomers.PostalAddress",
        POSTAL,
        Ends.ROW,
        "id expires_at newcomer street postcode place created_at printed_at",
    ),
    Personal(
        "newcomers.WelcomeRequest",
        ASKING,
        Ends.ROW,
        "id expires_at public_id municipality way_in created_at name email phone language page_language "
        "arrived_month interests situations children_0_5 children_6_12 youth_13_17 channel",
    ),
    Personal(
        "joining.Application",
        JOINING,
        Ends.ROW,
        "id expires_at public_id municipality organisation orgnr name kind about applicant email language "
        "key state created_at changed_at question answer why register lookup lookup_due_at lookups",
    ),
    Personal("joining.Application", ACCOUNT, Ends.LINK_IS_CUT, "decided_by"),
    # Who of the municipality was let in to read who comes to a date, and each time they did.
    Personal(
        "signups.SignupAccess",
        ACCOUNT,
        Ends.ROW,
        "id expires_at occurrence user why asked_at answered_at answered_by granted_until",
    ),
    Personal("signups.SignupReading", ACCOUNT, Ends.ROW, "id expires_at access read_at"),
    # A list that a host looks through: gone a day later, whether it was taken in or not.
    Personal(
        "newcomers.PeopleUpload",
        WELCOME,
        Ends.ROW,
        "id expires_at public_id municipality name state sealed chosen about lines done made here forgotten "
        "repeated created_at",
    ),
    Personal("newcomers.PeopleUpload", ACCOUNT, Ends.LINK_IS_CUT, "user"),
    Personal("newcomers.PeopleUploadRow", WELCOME, Ends.ROW, "upload person typed problems"),
    Personal("newcomers.ForgottenAddress", FORGOTTEN, Ends.ROW, "id expires_at municipality digest"),
    Personal("welcome.Delivery", WELCOME, Ends.WITH_THE_PERSON, "newcomer"),
    # Names and links on paper: gone within a day, and with the person.
    Personal("booklets.PrintPiece", WELCOME, Ends.ROW, "id expires_at job name content"),
    Personal(
        "welcome.LetterLink",
        WELCOME,
        Ends.ROW,
        "id expires_at newcomer delivery medium token_hash made_at closed_at",
    ),
    Personal("welcome.Journey", WELCOME, Ends.WITH_THE_PERSON, "newcomer passed_over"),
    Personal(
        "welcome.Answer",
        ANSWER,
        Ends.ROW,
        "id expires_at newcomer step question asked_in value answered_at",
    ),
    Personal(
        "welcome.CompanyWish", ANSWER, Ends.ROW, "id expires_at newcomer wants reach asked_at settled_at"
    ),
    Personal(
        "welcome.AskedLater",
        LATER,
        Ends.ROW,
        "id expires_at public_id municipality newcomer email phone language ask_on agreed_at asked_at value "
        "answered_at",
    ),
    Personal("welcome.StepHold", ACCOUNT, Ends.LINK_IS_CUT, "held_by"),
    Personal("tallies.NoFiguresMail", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal("core.User", ACCOUNT, Ends.WITH_THE_ACCOUNT, "email name password language telephone"),
    Personal("core.User_groups", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal("core.User_user_permissions", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal("account.EmailAddress", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user email"),
    Personal("account.EmailConfirmation", ACCOUNT, Ends.WITH_THE_ACCOUNT, "key"),
    # Secrets of authenticators, passkeys and recovery codes.
    Personal("mfa.Authenticator", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user data"),
    Personal("socialaccount.SocialAccount", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user uid extra_data"),
    Personal("socialaccount.SocialToken", ACCOUNT, Ends.WITH_THE_ACCOUNT, "token token_secret"),
    Personal("organisations.RoleAssignment", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal("organisations.Membership", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal(
        "organisations.Invitation",
        INVITED,
        Ends.ROW,
        "id expires_at public_id user organisation role invited_at invited_by by_organisation",
    ),
    Personal(
        "organisations.Substitution",
        INVITED,
        Ends.ROW,
        "id expires_at municipality absent user first_day last_day named_at",
    ),
    Personal(
        "organisations.StaffInvitation",
        INVITED,
        Ends.ROW,
        "id expires_at public_id user roles municipality region invited_at invited_by",
    ),
    Personal("organisations.Organisation", ACCOUNT, Ends.WITH_THE_ACCOUNT, "members"),
    Personal(
        "wagtailusers.UserProfile",
        ACCOUNT,
        Ends.WITH_THE_ACCOUNT,
        "user preferred_language current_time_zone dismissibles",
    ),
    Personal("wagtailusers.UserProfile", ACCOUNT, Ends.NEVER_FILLED, "avatar"),
    Personal("wagtailcore.APIToken", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user name key_hash prefix"),
    Personal("wagtailcore.Comment", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user text resolved_by"),
    Personal("wagtailcore.CommentReply", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user text"),
    Personal("wagtailcore.PageSubscription", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    # Who did what, for as long as there is somebody behind the number.
    Personal("organisations.PeopleLog", ACCOUNT, Ends.LINK_IS_CUT, "by user"),
    Personal("door.Headcount", ACCOUNT, Ends.LINK_IS_CUT, "counted_by"),
    Personal("door.PhoneCount", ACCOUNT, Ends.LINK_IS_CUT, "counted_by"),
    Personal("welcome.Campaign", ACCOUNT, Ends.LINK_IS_CUT, "created_by"),
    Personal("booklets.PrintJob", ACCOUNT, Ends.LINK_IS_CUT, "ordered_by"),
    Personal("events.QueueMail", ACCOUNT, Ends.WITH_THE_ACCOUNT, "user"),
    Personal("events.Report", REPORT, Ends.ROW, "id expires_at event why words made_at seen_to_at"),
    Personal("events.LogEntry", ACCOUNT, Ends.LINK_IS_CUT, "user"),
    Personal("events.ChangeOfDates", ACCOUNT, Ends.LINK_IS_CUT, "user"),
    Personal("welcome.PackageStep", ACCOUNT, Ends.LINK_IS_CUT, "locked_by"),
    Personal("welcome.StepText", ACCOUNT, Ends.LINK_IS_CUT, "by"),
    Personal("wagtailcore.Page", ACCOUNT, Ends.LINK_IS_CUT, "owner locked_by"),
    Personal("wagtailcore.PageLogEntry", ACCOUNT, Ends.LINK_IS_CUT, "user data"),
    Personal("wagtailcore.ModelLogEntry", ACCOUNT, Ends.LINK_IS_CUT, "user data"),
    Personal("wagtailcore.Revision", ACCOUNT, Ends.LINK_IS_CUT, "user"),
    Personal("wagtailcore.WorkflowState", ACCOUNT, Ends.LINK_IS_CUT, "requested_by"),
    Personal("wagtailcore.TaskState", ACCOUNT, Ends.LINK_IS_CUT, "finished_by"),
    Personal("core.Picture", ACCOUNT, Ends.LINK_IS_CUT, "uploaded_by_user"),
    Personal("wagtailimages.Image", ACCOUNT, Ends.NEVER_FILLED, "uploaded_by_user"),
    Personal("wagtaildocs.Document", ACCOUNT, Ends.LINK_IS_CUT, "uploaded_by_user"),
    Personal("wagtail_localize.StringTranslation", ACCOUNT, Ends.LINK_IS_CUT, "last_translated_by"),
    Personal("wagtail_localize.SegmentOverride", ACCOUNT, Ends.LINK_IS_CUT, "last_translated_by"),
    # A table or calendar that somebody is looking through: of nobody else, and gone with its upload.
    Personal(
        "exchange.Upload",
        ACCOUNT,
        Ends.ROW,
        "id expires_at public_id user source created_at problems ignored answers taken_at",
    ),
    Personal("exchange.UploadRow", ACCOUNT, Ends.ROW, "upload raw cells candidates typed outcome"),
    Personal("exchange.Source", ACCOUNT, Ends.LINK_IS_CUT, "created_by"),
    # Written in the admin and not saved yet.
    Personal("wagtailcore.UploadedFile", ACCOUNT, Ends.UNFINISHED, "file uploaded_by_user"),
    Personal("wagtailadmin.EditingSession", ACCOUNT, Ends.UNFINISHED, "user"),
    Personal("wagtailadmin.FormState", ACCOUNT, Ends.UNFINISHED, "user data"),
    # Named where everybody can read it.
    Personal(
        "home.MunicipalityPage",
        CONTACT,
        Ends.EDITED,
        "host_name host_role host_email host_phone host_languages host_hours",
    ),
    Personal("organisations.Organisation", CONTACT, Ends.EDITED, "email phone about first_visit"),
    Personal("events.Event", CONTACT, Ends.EDITED, "contact_name contact_email contact_phone"),
    Personal("organisations.OrganisationText", CONTACT, Ends.EDITED, "about first_visit"),
    Personal("organisations.Venue", CONTACT, Ends.EDITED, "about"),
    Personal("organisations.VenueText", CONTACT, Ends.EDITED, "about directions getting_in"),
    Personal("welcome.PackageStep", CONTACT, Ends.EDITED, "body"),
    Personal("welcome.StepText", CONTACT, Ends.EDITED, "text"),
    Personal("newcomers.WelcomeSettings", CONTACT, Ends.EDITED, "reply_to"),
    Personal("welcome.Contact", CONTACT, Ends.EDITED, "name phone email languages"),
    # What was sent, as it was: a host who has left still stands in last year's letter.
    Personal("welcome.CampaignEdition", CONTACT, Ends.EDITED, "content"),
    Personal("events.EventText", CONTACT, Ends.EDITED, "title description"),
    Personal("events.ProgrammeItem", CONTACT, Ends.EDITED, "words"),
    Personal("events.Occurrence", CONTACT, Ends.EDITED, "note reason"),
    Personal("events.Draft", CONTACT, Ends.EDITED, "typed"),
    Personal("events.SharedTemplate", CONTACT, Ends.EDITED, "title description facts"),
    # What the note and the reason were; gone after a month (`forget_changes`).
    Personal("events.ChangeOfDates", CONTACT, Ends.EDITED, "before"),
    # What an organiser has written to all who come; gone some months after the date.
    Personal(
        "follows.DateMessage",
        CONTACT,
        Ends.ROW,
        "id expires_at public_id occurrence user language words people sent_at",
    ),
    # The hours hold the notes of days on which it is otherwise.
    Personal("standing.StandingPlace", CONTACT, Ends.EDITED, "note hours"),
    Personal("standing.StandingPlaceText", CONTACT, Ends.EDITED, "note"),
    Personal("core.Picture", CONTACT, Ends.EDITED, "title description file credit"),
    Personal("core.PictureRendition", CONTACT, Ends.EDITED, "file"),
    Personal("wagtailcore.Revision", CONTACT, Ends.EDITED, "object_str content"),
    Personal("wagtail_localize.TranslationSource", CONTACT, Ends.EDITED, "object_repr content_json"),
    Personal("wagtail_localize.String", CONTACT, Ends.EDITED, "data"),
    Personal("wagtail_localize.StringTranslation", CONTACT, Ends.EDITED, "data"),
    Personal("wagtail_localize.SegmentOverride", CONTACT, Ends.EDITED, "data_json"),
    Personal("wagtail_localize.OverridableSegment", CONTACT, Ends.EDITED, "data_json"),
    Personal("wagtailsearch.IndexEntry", CONTACT, Ends.EDITED, "title_text body_text"),
    # What stands in no public text any longer is forgotten the same night (`indexing.rebuild`).
    Personal("searching.Word", CONTACT, Ends.EDITED, "word"),
    # Who is asked whether the hours of a place still hold; `forget_contacts` where it was taken down.
    Personal(
        "standing.StandingPlace",
        ASKED,
        Ends.NOT_ASKED_ANY_LONGER,
        "contact_name contact_email contact_phone",
    ),
    # A volunteer, and what of them stands where everybody can read it: gone with their row, at once.
    Personal("events.Responsible", ASKED, Ends.NOT_ASKED_ANY_LONGER, "name email phone"),
    Personal(
        "confirming.Question",
        ASKED,
        Ends.ROW,
        "id expires_at batch token code occurrence responsible channel why starts_at warned asked_at "
        "answered_at answer came_last",
    ),
    # A key of the person's row, never an address; the domain behind an address's @.
    Personal("outbox.OutboxMessage", VISIT, Ends.WITH_THE_MESSAGE, "recipient provider address_mark"),
    # A keyed hash of an address, and which mail it was: neither names anybody.
    Personal("bounces.MailReport", MAIL, Ends.ROW, "id expires_at what message_id address_mark reported_at"),
    # Keyed hashes of numbers, and which message it was: neither names anybody.
    Personal("sms.NumberMark", SMS, Ends.ROW, "id expires_at what digest noted_at"),
    Personal(
        "sms.SentText",
        SMS,
        Ends.ROW,
        "id expires_at reference provider_id state code payer kind month parts ore created_at",
    ),
    # A question to an organiser, with who asks; or a code on its way, for as long.
    Personal("outbox.OutboxMessage", QUESTION, Ends.WITH_THE_MESSAGE, "secret"),
    # How a date stood before it was changed, with the organiser's note.
    Personal("events.DateNews", CONTACT, Ends.WITH_THE_MESSAGE, "before"),
    Personal("sessions.Session", VISIT, Ends.SESSION, "session_key session_data"),
    Personal("wagtailforms.FormSubmission", VISIT, Ends.NEVER_FILLED, "form_data"),
)

FREE_FORM = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
    ArrayField,
    StreamField,
)


def fields_to_declare() -> set[str]:
    """Every field that can hold something about a person, as "app.Model.field"."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if _can_name_somebody(model, field)
    }


def _can_name_somebody(model: type[models.Model], field: models.Field) -> bool:
    if issubclass(model, PersonalRow):
        # A birthday is a date, and a party size says something about a family.
        return True
    other = field.related_model
    if isinstance(other, type) and issubclass(other, (PersonalRow, User)):
        return True
    # A choice from a list that stands in the code says nothing about who made it.
    chosen = bool(getattr(field, "choices", None)) and not issubclass(model, User)
    return isinstance(field, FREE_FORM) and not chosen


def personal_fields() -> Iterator[tuple[str, Personal]]:
    for declared in PERSONAL:
        for name in declared.fields.split():
            yield f"{declared.model}.{name}", declared


def other_fields() -> Iterator[tuple[str, str]]:
    for reason, names in NOT_ABOUT_A_PERSON.items():
        for name in names.split():
            yield name, reason
