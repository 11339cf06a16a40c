"""Every form of the public pages, the portal and the log-in says what to do, in our own words."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override

from core.accounts import forms as accounts
from core.forms import Explained, Form
from core.models import User
from core.picture_choice import PictureChoiceForm
from core.privacy.forms import MyDataForm, WhoseForm
from events.besides import forms as besides
from events.besides.choices import Need
from events.besides.meeting import MeetForm
from events.besides.models import OwnQuestion
from events.besides.needs import NeedsForm
from events.besides.questions import QuestionsForm
from events.confirming.forms import AnswerForm, ShownForm
from events.discovery.asking import QuestionForm
from events.door.forms import HeadcountForm, HereForm
from events.exchange.models import Source, Upload
from events.exchange.taking_in import forms as taking_in
from events.exchange.taking_in.understanding import Offer, Understanding
from events.follows.forms import FollowForm
from events.follows.writing.forms import WritingForm
from events.lending import asking as borrowing
from events.lending import forms as lending
from events.moderation import forms as moderation
from events.organiser import answer_forms, answering, date_forms
from events.organiser.dates import DatesForm
from events.organiser.fields import FactsForm, WordsForm
from events.organiser.forms import NewDatesForm
from events.organiser.place_fields import PlaceForm
from events.organiser.steps import template_forms
from events.organiser.steps.sharing import ReachForm
from events.partners.forms import PartnerForm
from events.signups import forms as signups
from events.standing import forms as standing
from events.venues.forms import MergeForm
from home.forms import OpeningForm, SmsBudgetForm
from newcomers.forms.asking import AboutMyselfForm, AskForm, MyselfForm
from newcomers.forms.importing import ImportForm
from newcomers.forms.people import (
    AddressForm,
    CorrectForm,
    NewcomerForm,
    OfferForm,
    PersonForm,
    PostalForm,
)
from newcomers.forms.selections import CriteriaForm, SelectionForm, WayInForm
from newcomers.models import Newcomer, WelcomeSettings
from newcomers.participation.forms import FiguresForm
from newcomers.welcome import package_forms
from newcomers.welcome.booklet import forms as booklets
from newcomers.welcome.desk.forms import WelcomeSettingsForm
from newcomers.welcome.forms import MessageForm, NameForm, WhomForm
from newcomers.welcome.models import Delivery, WelcomePackage
from newcomers.welcome.views.sections import SectionForm
from organisations.directory import forms as directory
from organisations.joining import forms as joining
from organisations.models import Membership, OrganisationText, VenueText
from organisations.people import forms as people
from tests import factories

pytestmark = pytest.mark.django_db
ROOMS = ("core", "organisations", "events", "newcomers", "home", "demo")
# Mixed into others, and no form alone; those of Wagtail's admin have its base.
PARTS = {
    AboutMyselfForm,
    CriteriaForm,
    directory.DirectoryForm,
    directory.TextForm,
    Form,
    PersonForm,
    signups.ReachableForm,
}
NO_PAGE = {
    "ChangePasswordForm",
    "DisconnectForm",
    "ReauthenticateForm",
    "ResetPasswordKeyForm",
    "SetPasswordForm",
    "SignupForm",
}
# One that a field's text, number, date, choice or address cannot be, and one that none of them has room for.
RUBBISH = ["", " ", "x", "-7", "99999999999", "1.23456", "x" * 6000, "\0"]


class Asker:
    """What the forms are made with."""

    def __init__(self, user, organisation, request) -> None:
        self.user, self.organisation, self.request = user, organisation, request
        self.now = timezone.now()
        self.date = factories.an_occurrence(factories.an_event(organisation=organisation))


def an_offer(ask: Asker) -> Offer:
    """A row in which nothing is understood, so that all of its fields are there."""
    source, _made = Source.objects.get_or_create(
        organisation=ask.organisation, kind="file", name="a", defaults={"created_at": ask.now}
    )
    upload = Upload.objects.create(source=source, user=ask.user, created_at=ask.now, expires_at=ask.now)
    row = upload.rows.create(number=2, cells={"title": "x", "age": "?", "municipality": "?"})
    [offer] = Understanding(upload, user=ask.user, now=ask.now).offers([row])
    return offer


Maker = Callable[[Any, Asker], forms.BaseForm]
MAKERS: dict[type[forms.BaseForm], Maker] = {
    signups.PartyForm: lambda data, ask: signups.PartyForm(data),
    signups.SignUpForm: lambda data, ask: signups.SignUpForm(data),
    signups.AccessForm: lambda data, ask: signups.AccessForm(data),
    signups.PhonedForm: lambda data, ask: signups.PhonedForm(data),
    FollowForm: lambda data, ask: FollowForm(data),
    borrowing.BorrowForm: lambda data, ask: borrowing.BorrowForm(
        data, free={borrowing.Want("skis", "38"): 1}
    ),
    QuestionsForm: lambda data, ask: QuestionsForm(
        data,
        questions=[OwnQuestion(pk=1, words="Kake?", why="Kaffe", answered="number", until="signup")],
    ),
    NeedsForm: lambda data, ask: NeedsForm(data, event=ask.date.event, maybe=set(Need)),
    MeetForm: lambda data, ask: MeetForm(data, name="Kari"),
    besides.QuestionForm: lambda data, ask: besides.QuestionForm(data, today=ask.now.date(), language="nb"),
    besides.HelpForm: lambda data, ask: besides.HelpForm(data, event=ask.date.event, needs=[], kinds=[]),
    lending.ThingForm: lambda data, ask: lending.ThingForm(data),
    lending.NewThingsForm: lambda data, ask: lending.NewThingsForm(data),
    lending.HandOutForm: lambda data, ask: lending.HandOutForm(data, today=ask.now.date()),
    MyDataForm: lambda data, ask: MyDataForm(data),
    WhoseForm: lambda data, ask: WhoseForm(data),
    PictureChoiceForm: lambda data, ask: PictureChoiceForm(data, {}),
    taking_in.BringForm: lambda data, ask: taking_in.BringForm(
        data, {}, organisations=type(ask.organisation).objects.all()
    ),
    taking_in.ZonesForm: lambda data, ask: taking_in.ZonesForm(data, names=["Custom"], said={}),
    taking_in.RowForm: lambda data, ask: taking_in.RowForm(data, offer=an_offer(ask)),
    standing.PlaceForm: lambda data, ask: standing.PlaceForm(
        data, organisation=ask.organisation, today=ask.now.date()
    ),
    standing.ExceptionForm: lambda data, ask: standing.ExceptionForm(data, today=ask.now.date()),
    standing.SendBackForm: lambda data, ask: standing.SendBackForm(data),
    moderation.DecisionForm: lambda data, ask: moderation.DecisionForm(data, needs_words=True),
    moderation.ReportForm: lambda data, ask: moderation.ReportForm(data),
    moderation.QueueMailForm: lambda data, ask: moderation.QueueMailForm(data),
    moderation.LogFilter: lambda data, ask: moderation.LogFilter(data),
    QuestionForm: lambda data, ask: QuestionForm(data),
    directory.OrganisationForm: lambda data, ask: directory.OrganisationForm(
        data, user=ask.user, is_editor=True
    ),
    directory.VenueForm: lambda data, ask: directory.VenueForm(data, user=ask.user, is_editor=True),
    directory.OrganisationTextForm: lambda data, ask: directory.OrganisationTextForm(
        data, instance=OrganisationText(organisation=ask.organisation, language="en")
    ),
    directory.VenueTextForm: lambda data, ask: directory.VenueTextForm(
        data, instance=VenueText(venue=factories.a_venue(), language="en")
    ),
    MergeForm: lambda data, ask: MergeForm(data, venue=factories.a_venue(), user=ask.user),
    PartnerForm: lambda data, ask: PartnerForm(data, event=ask.date.event),
    AnswerForm: lambda data, ask: AnswerForm(data, questions=[], asks_number=True),
    ShownForm: lambda data, ask: ShownForm(
        data, who=factories.a_responsible(ask.date.event, phone="+4790000001"), by_sms=True
    ),
    HeadcountForm: lambda data, ask: HeadcountForm(data),
    HereForm: lambda data, ask: HereForm(data),
    WordsForm: lambda data, ask: WordsForm(data),
    PlaceForm: lambda data, ask: PlaceForm(data, organisation=ask.organisation),
    FactsForm: lambda data, ask: FactsForm(data),
    ReachForm: lambda data, ask: ReachForm(data),
    template_forms.GiverForm: lambda data, ask: template_forms.GiverForm(
        data, user=factories.a_user(is_superuser=True)
    ),
    template_forms.TextsForm: lambda data, ask: template_forms.TextsForm(data, language="nb"),
    NewDatesForm: lambda data, ask: NewDatesForm(data),
    DatesForm: lambda data, ask: DatesForm(data, now=ask.now),
    answer_forms.AnsweringForm: lambda data, ask: answer_forms.AnsweringForm(data),
    answer_forms.AskingForm: lambda data, ask: answer_forms.AskingForm(data),
    answer_forms.ResponsibleForm: lambda data, ask: answer_forms.ResponsibleForm(data),
    answer_forms.CopyForm: lambda data, ask: answer_forms.CopyForm(
        data, sources=answering.sources_for(ask.date.event)
    ),
    date_forms.ChangeForm: lambda data, ask: date_forms.ChangeForm(data, date=ask.date, now=ask.now),
    date_forms.MoveForm: lambda data, ask: date_forms.MoveForm(data, date=ask.date, now=ask.now),
    date_forms.NoteForm: lambda data, ask: date_forms.NoteForm(data),
    date_forms.CancelForm: lambda data, ask: date_forms.CancelForm(data),
    WritingForm: lambda data, ask: WritingForm(data, date=ask.date, language="nb"),
    date_forms.ReasonForm: lambda data, ask: date_forms.ReasonForm(data),
    ImportForm: lambda data, ask: ImportForm(data, {}),
    AddressForm: lambda data, ask: AddressForm(data),
    WelcomeSettingsForm: lambda data, ask: WelcomeSettingsForm(data, stored=WelcomeSettings()),
    CorrectForm: lambda data, ask: CorrectForm(
        data, newcomer=factories.a_newcomer(), today=date(2026, 11, 22)
    ),
    AskForm: lambda data, ask: AskForm(data, today=date(2026, 11, 22)),
    MyselfForm: lambda data, ask: MyselfForm(data, newcomer=factories.a_newcomer(), today=date(2026, 11, 22)),
    SelectionForm: lambda data, ask: SelectionForm(
        data, municipality=ask.organisation.municipality, people=Newcomer.objects.all()
    ),
    WayInForm: lambda data, ask: WayInForm(data),
    OfferForm: lambda data, ask: OfferForm(data, today=date(2026, 11, 22)),
    PostalForm: lambda data, ask: PostalForm(data),
    NewcomerForm: lambda data, ask: NewcomerForm(
        data, today=date(2027, 1, 5), municipality=ask.organisation.municipality
    ),
    WhomForm: lambda data, ask: WhomForm(data, municipality=ask.organisation.municipality),
    NameForm: lambda data, ask: NameForm(data),
    MessageForm: lambda data, ask: MessageForm(data),
    FiguresForm: lambda data, ask: FiguresForm(
        data or {},
        area=ask.organisation.municipality.pk,
        municipalities=[ask.organisation.municipality, factories.a_municipality()],
        now=ask.now,
    ),
    package_forms.LanguagesForm: lambda data, ask: package_forms.LanguagesForm(data),
    package_forms.PackageForm: lambda data, ask: package_forms.PackageForm(
        data, packages=WelcomePackage.objects.all()
    ),
    package_forms.StepForm: lambda data, ask: package_forms.StepForm(data),
    package_forms.ContactForm: lambda data, ask: package_forms.ContactForm(data, {}),
    package_forms.CrestForm: lambda data, ask: package_forms.CrestForm(data, {}),
    SectionForm: lambda data, ask: SectionForm(data),
    people.MemberRoleForm: lambda data, ask: people.MemberRoleForm(data),
    people.InviteForm: lambda data, ask: people.InviteForm(data),
    people.ProposeForm: lambda data, ask: people.ProposeForm(data, organisation=ask.organisation),
    people.HandOverForm: lambda data, ask: people.HandOverForm(
        data, giver=factories.a_member(ask.organisation, user=factories.a_user("Eier")).memberships.get()
    ),
    people.RolesForm: lambda data, ask: people.RolesForm(data, place=ask.organisation.municipality),
    people.ColleagueForm: lambda data, ask: people.ColleagueForm(data, place=ask.organisation.municipality),
    people.LetGoForm: lambda data, ask: people.LetGoForm(
        data, rows=Membership.objects.none(), takers=[ask.user]
    ),
    people.WelcomingTakerForm: lambda data, ask: people.WelcomingTakerForm(data, takers=User.objects.all()),
    people.SubstituteForm: lambda data, ask: people.SubstituteForm(
        data, colleagues=User.objects.all(), today=ask.now.date()
    ),
    joining.JoinForm: lambda data, ask: joining.JoinForm(data),
    joining.AcceptForm: lambda data, ask: joining.AcceptForm(
        data, proposed=[("website", "https://x.example")]
    ),
    joining.DirectoryForm: lambda data, ask: joining.DirectoryForm(data, {}),
    joining.WordsForm: lambda data, ask: joining.WordsForm(data, label="Why"),
    booklets.OrderForm: lambda data, ask: booklets.OrderForm(data, deliveries=Delivery.objects.all()),
    booklets.GivenForm: lambda data, ask: booklets.GivenForm(data, deliveries=Delivery.objects.all()),
    OpeningForm: lambda data, ask: OpeningForm(data),
    SmsBudgetForm: lambda data, ask: SmsBudgetForm(data),
    accounts.AskForCodeForm: lambda data, ask: accounts.AskForCodeForm(data),
    accounts.RequestCodeForm: lambda data, ask: accounts.RequestCodeForm(data),
    accounts.ResetForm: lambda data, ask: accounts.ResetForm(data),
    accounts.NewAddressForm: lambda data, ask: accounts.NewAddressForm(data=data, user=ask.user),
    accounts.LoginCodeForm: lambda data, ask: accounts.LoginCodeForm(data, code="1234-5678"),
    accounts.AddressCodeForm: lambda data, ask: accounts.AddressCodeForm(
        data, code="1234-5678", user=ask.user, email="ny@example.org"
    ),
    accounts.NewTelephoneForm: lambda data, ask: accounts.NewTelephoneForm(data, user=ask.user),
    accounts.TelephoneCodeForm: lambda data, ask: accounts.TelephoneCodeForm(
        data, code="1234-5678", user=ask.user, phone="+4741234567"
    ),
    accounts.AppOrRecoveryCodeForm: lambda data, ask: accounts.AppOrRecoveryCodeForm(data, user=ask.user),
    accounts.AppOrRecoveryCodeAgainForm: lambda data, ask: accounts.AppOrRecoveryCodeAgainForm(
        data, user=ask.user
    ),
    accounts.FirstAppCodeForm: lambda data, ask: accounts.FirstAppCodeForm(data, user=ask.user),
    accounts.WithoutAppForm: lambda data, ask: accounts.WithoutAppForm(data, authenticator=None),
    accounts.NewRecoveryCodesForm: lambda data, ask: accounts.NewRecoveryCodesForm(data, user=ask.user),
    accounts.PasskeyLoginForm: lambda data, ask: accounts.PasskeyLoginForm(data),
    accounts.PasskeyAgainForm: lambda data, ask: accounts.PasskeyAgainForm(data, user=ask.user),
    accounts.NewPasskeyForm: lambda data, ask: accounts.NewPasskeyForm(data, user=ask.user),
    accounts.RenamedPasskeyForm: lambda data, ask: accounts.RenamedPasskeyForm(
        data, instance=factories.a_passkey(ask.user)
    ),
}


@pytest.fixture
def ask(organiser, organisation, rf) -> Iterator[Asker]:
    request = rf.post("/")
    request.session, request.user = {}, organiser
    with context.request_context(request), override("en"):
        yield Asker(organiser, organisation, request)


def forms_of_ours() -> set[type[forms.BaseForm]]:
    """Those that stand in a page of ours: whatever is made of a form, and is no part of others alone."""

    def below(kind: type) -> Iterator[type]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    ours = {each for each in below(forms.BaseForm) if each.__module__.partition(".")[0] in ROOMS}
    return {each for each in ours if not issubclass(each, forms.models.BaseModelForm)}


def test_every_form_of_ours_has_our_words():
    assert [form for form in forms_of_ours() if not issubclass(form, Explained)] == []


def test_every_form_is_tried_here():
    mixed_in = {base for form in MAKERS for base in form.__mro__}
    assert forms_of_ours() - set(MAKERS) - mixed_in - {Explained} == set()


def borrowed_patterns() -> list[re.Pattern[str]]:
    """What Django and allauth can say, with anything in the place of a value."""
    texts = set()
    for package in (django, allauth):
        for path in Path(package.__path__[0]).rglob("locale/en/LC_MESSAGES/django.po"):
            for entry in polib.pofile(str(path)):
                texts |= {entry.msgid, entry.msgid_plural} - {""}
    value = re.compile(r"%\\?\(\w+\\?\)[sd]|%[ds]")
    sentences = [
        text for text in texts if len(text.split()) > 1 and re.search(r"[a-z]{4}", value.sub("", text))
    ]
    return [re.compile(value.sub(".*", re.escape(text)), re.DOTALL) for text in sentences]


@pytest.mark.parametrize("form", MAKERS, ids=lambda form: form.__name__)
def test_no_error_is_in_a_librarys_words(form, ask):
    borrowed = borrowed_patterns()
    said = set()
    for rubbish in RUBBISH:
        blank = MAKERS[form](None, ask)
        data = QueryDict(mutable=True)
        data.update(dict.fromkeys(blank.fields, rubbish))
        bound = MAKERS[form](data if rubbish else QueryDict(), ask)
        said |= {str(error) for errors in bound.errors.values() for error in errors}
    assert [text for text in said if any(pattern.fullmatch(text) for pattern in borrowed)] == []


def test_nothing_chosen_yet_is_said_in_words(ask):
    shown = {form.__name__: str(make(None, ask)) for form, make in MAKERS.items()}
    assert [name for name, html in shown.items() if "-----" in html] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5,5", None),
        ("5.5", None),
        ("-5", "Skriv et tall fra 0 til 999,9."),
        ("1000", "Skriv et tall, for eksempel 5,5. Det høyeste er 999,9."),
        ("5,55", "Det er for mange sifre etter komma. Skriv høyst 1."),
        ("lang", "Skriv et tall, for eksempel 5,5. Det høyeste er 999,9."),
    ],
)
def test_a_length_is_read_as_people_write_it(typed, said):
    with override("nb"):
        form = FactsForm({"distance_km": typed})
        assert form.errors.get("distance_km") == ([said] if said else None)


def test_every_form_that_allauth_shows_is_ours():
    def views(patterns) -> Iterator[type]:
        for each in patterns:
            if isinstance(each, URLPattern):
                yield getattr(each.callback, "view_class", None)
            else:
                yield from views(each.url_patterns)

    shown = {
        view.form_class
        for view in views(get_resolver().url_patterns)
        if getattr(view, "form_class", None) and view.form_class.__module__.startswith("allauth.")
    }
    ours = [import_string(path) for path in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values())]
    # What has a password, or lets anybody register, is no page here (tests/isolation).
    left = {form.__name__ for form in shown if not any(issubclass(each, form) for each in ours)}
    assert left == NO_PAGE
