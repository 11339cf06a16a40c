"""What an organiser may ask, and what becomes of the answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.clock import local_day
from core.privacy import purge
from events.besides import needs, questions
from events.besides.choices import Need
from events.besides.models import Arranges, HelpWanted, OwnAnswer, OwnQuestion
from events.besides.not_asked import what_is_wrong
from events.models import Event, LogEntry
from events.moderation.history import entry_of
from events.signups.besides import parts_for, said_with, totals_of
from tests import factories

pytestmark = pytest.mark.django_db

QUESTION = {
    "words": "Tar du med kake?",
    "why": "Så vi vet hvor mange kaker det blir.",
    "answered": "yes_no",
    "choices": "",
    "language": "nb",
    "until": "day_after",
    "asked_until": "",
}


@pytest.fixture
def event(organisation) -> Event:
    return factories.an_event(organisation=organisation, admission="sign_up")


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


def address(name: str, key: int) -> str:
    with override("en"):
        return reverse(name, args=[key])


def a_question(event: Event, **values) -> OwnQuestion:
    given = {"words": "Hvor mange seter har du i bilen?", "answered": "number", "why": "For samkjøring"}
    given |= {"language": "nb", "until": "signup"}
    return OwnQuestion.objects.create(event=event, **(given | values))


@pytest.mark.parametrize(
    "text",
    [
        "Har du allergier?",
        "Er du syk?",
        "Spiser du halal?",
        "Hvilken religion har du?",
        "Do you use a wheelchair?",
        "Чи маєте ви алергію?",
        "هل لديك حساسية؟",
        "ما هو الدين؟",
        "Hvilket statsborgerskap har du?",
    ],
)
def test_nobody_asks_about_health_faith_or_origin(as_organiser, event, text):
    assert what_is_wrong(text)
    for sent in ({"words": text}, {"why": text}, {"answered": "choice", "choices": f"Ja\n{text}"}):
        answer = as_organiser.post(address("portal_own_question_new", event.pk), {**QUESTION, **sent})
        assert answer.status_code == 400
        assert (
            "protected by law" in answer.content.decode()
            or "where somebody is from" in answer.content.decode()
        )
    assert not OwnQuestion.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Har du sykkel?",
        "Liker du bønner?",
        "Tror du at du kommer?",
        "Kommer du fra Kirkenes?",
        "Чи прийдете ви?",
    ],
)
def test_what_only_sounds_like_it_may_be_asked(text):
    assert what_is_wrong(text) == ""


def test_three_questions_and_no_more(as_organiser, event):
    for number in range(3):
        sent = {**QUESTION, "words": f"Tar du med kake {number}?"}
        assert as_organiser.post(address("portal_own_question_new", event.pk), sent).status_code == 302
    answer = as_organiser.post(address("portal_own_question_new", event.pk), QUESTION)
    assert "There are three questions already." in answer.content.decode()
    page = as_organiser.get(address("portal_beside", event.pk)).content.decode()
    assert page.count("Tar du med kake") >= 3
    assert "Ask something" not in page


def test_a_choice_has_two_to_eight(as_organiser, event):
    wrong = {**QUESTION, "answered": "choice", "choices": "Suppe"}
    answer = as_organiser.post(address("portal_own_question_new", event.pk), wrong)
    assert "Write two to eight choices" in answer.content.decode()
    right = {**QUESTION, "answered": "choice", "choices": "Suppe\nSalat\n"}
    as_organiser.post(address("portal_own_question_new", event.pk), right)
    assert OwnQuestion.objects.get().choices == ["Suppe", "Salat"]


def test_answers_are_counts_and_stand_with_each_person_and_end(event):
    date = factories.an_occurrence(event)
    seats = a_question(event)
    cake = a_question(event, words="Tar du med kake?", answered="yes_no", until="day_after")
    for name, values in (("Olena", {seats: "3", cake: "1"}), ("Amal", {seats: "2", cake: "0"})):
        signup = factories.a_signup(date, name=name)
        data = {f"question_{question.pk}": value for question, value in values.items()}
        parts = parts_for(date, data, now=timezone.now())
        assert parts.are_valid()
        parts.keep(signup, now=timezone.now())
    with override("en"):
        assert totals_of(date) == [
            "Hvor mange seter har du i bilen? In all: 5",
            "Tar du med kake? Yes: 1 · No: 1",
        ]
        assert said_with([signup])[signup.pk] == [
            "Hvor mange seter har du i bilen? 2",
            "Tar du med kake? No",
        ]
    purge.purge_expired(now=date.ends_at + timedelta(days=3))
    assert {answer.question for answer in OwnAnswer.objects.all()} == {seats}
    signup.delete()
    assert OwnAnswer.objects.count() == 1


@pytest.mark.parametrize("value", ["-1", "1000", "x"])
def test_a_number_that_is_none_is_not_kept(event, value):
    date, question = factories.an_occurrence(event), a_question(event)
    form = questions.form_for(date, {f"question_{question.pk}": value}, timezone.now())
    assert form is not None
    assert not form.is_valid()


def test_a_question_with_an_end_is_not_asked_after_it(event):
    soon = factories.an_occurrence(event)
    later = factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=20))
    a_question(event, asked_until=local_day(soon.starts_at))
    assert questions.form_for(soon, None, timezone.now())
    assert questions.form_for(later, None, timezone.now()) is None


def test_a_question_goes_with_its_answers_after_it_is_said_how_many(as_organiser, event):
    date, question = factories.an_occurrence(event), a_question(event)
    signup = factories.a_signup(date)
    OwnAnswer.objects.create(question=question, signup=signup, value=2, expires_at=signup.expires_at)
    page = as_organiser.get(address("portal_own_question_remove", question.pk)).content.decode()
    assert "1 answer is deleted with it" in page
    as_organiser.post(address("portal_own_question_remove", question.pk))
    assert not OwnQuestion.objects.exists()


def test_what_is_asked_stands_in_the_log_that_editors_read(client, organiser, editor, event):
    client.force_login(organiser)
    client.post(address("portal_own_question_new", event.pk), QUESTION)
    client.post(address("portal_own_question_remove", OwnQuestion.objects.get().pk))
    entries = LogEntry.objects.of(event.pk).order_by("pk")
    said = [(str(entry_of(entry).what), entry.user, entry.why) for entry in entries]
    words = f"{QUESTION['words']} {QUESTION['why']}"
    assert said[-2:] == [
        ("A question was put on the form to sign up", organiser, words),
        ("A question was taken off the form to sign up", organiser, words),
    ]
    client.force_login(editor)
    with override("en"):
        page = client.get(reverse("portal_log")).content.decode()
    assert QUESTION["words"] in page
    assert "A question was taken off the form to sign up" in page


def test_who_reads_another_language_reads_which_one_the_question_is_in(client, event):
    date = factories.an_occurrence(event)
    a_question(event)
    with override("uk"):
        url = reverse("sign_up", args=[date.municipality.slug, date.public_id])
    assert "Мова запитання:" in client.get(url).content.decode()
    with override("nb"):
        url = reverse("sign_up", args=[date.municipality.slug, date.public_id])
    assert "Spørsmålet er skrevet på" not in client.get(url).content.decode()


def test_only_help_that_can_be_had_is_asked_for(event):
    date, now = factories.an_occurrence(event), timezone.now()
    assert needs.form_for(date, None, now) is None
    event.childcare = True
    event.interpreter_languages = ["ar"]
    event.save()
    Arranges.objects.create(event=event, needs=["transport", "childcare"])
    date.event = event
    form = needs.form_for(date, None, now)
    assert set(form.fields) == {"need_interpreter", "need_transport", "need_childcare"}
    assert [code for code, _name in form.fields["need_interpreter"].choices] == ["", "ar"]
    assert form.fields["need_transport"].help_text
    assert not form.fields["need_childcare"].help_text
    signup = factories.a_signup(date)
    form = needs.form_for(date, {"need_interpreter": "ar", "need_transport": "on"}, now)
    assert form.is_valid()
    needs.keep(signup, form, now)
    assert set(HelpWanted.objects.values_list("need", "language")) == {
        ("interpreter", "ar"),
        ("transport", ""),
    }
    with override("en"):
        assert needs.totals(date) == ["An interpreter for Arabic: 1", "Somebody who drives me: 1"]
        assert needs.said([signup])[signup.pk][0] == "Needs help: An interpreter for Arabic"
    wrong = needs.form_for(date, {"need_interpreter": "so"}, now)
    assert not wrong.is_valid()
    assert Need.TRANSPORT in needs.could_arrange(date)


@pytest.mark.parametrize("actor", ["outsider", "host", "editor"])
def test_what_is_asked_is_the_organisations_own(request, client, event, actor):
    question = a_question(event)
    client.force_login(request.getfixturevalue(actor))
    assert client.get(address("portal_beside", event.pk)).status_code == 404
    assert client.get(address("portal_own_question_new", event.pk)).status_code == 404
    assert client.post(address("portal_own_question_remove", question.pk)).status_code == 404
