"""Answers by SMS: whose they are, which question they are for, and what is said back."""

from datetime import timedelta

import pytest

from core.mail.outbox import delivering
from core.mail.outbox.kinds import Unwanted
from core.mail.outbox.models import OutboxMessage
from core.sms import stops
from core.sms.incoming import Incoming, stopped
from core.sms.parts import parts_of
from events.confirming import by_staff, replies, services
from events.confirming.choices import Why
from events.confirming.incoming import read
from events.confirming.mails import make, make_intro
from events.confirming.models import SignOfLife
from events.dates.services import cancel_date
from events.door.models import Headcount
from events.models import Occurrence, Responsible
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "+4790000001", "+4790000002"
EVE = at(MONDAY, "18:00")
NOW = EVE + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _sms(settings):
    settings.SMS = {"sender": "2097"}


def an_asked_cafe(name: str = "Kari Eksempel", *, phone: str = NUMBER, number: int = 0, **fields):
    series = a_cafe()
    a_responsible(series.event, name, phone=phone, **fields)
    date = dates_of(series)[number]
    question = services.ask(occurrence=date, why=Why.EACH, now=date.starts_at - timedelta(days=1))
    assert question is not None
    return question


def says(text: str, *, number: str = NUMBER, now=NOW) -> tuple[bool, list[str]]:
    """Whether it was for this room, and what is said back."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    is_read = read(Incoming(number=number, text=text, received_at=now))
    new = OutboxMessage.objects.exclude(pk__in=before).filter(kind="confirming.reply").order_by("pk")
    texts = [replies.make(row, now) for row in new]
    assert all(text.to == number and parts_of(text.text).number == 1 for text in texts)
    return is_read, [text.text for text in texts]


def test_yes_with_a_number_is_said_to_be_on_the_website():
    question = an_asked_cafe(number=1)
    now = question.asked_at + timedelta(minutes=10)
    assert says("Ja vi kommer 14 stk", now=now) == (
        True,
        ["Takk! Det står nå på nettsiden at Språkkafé på biblioteket i morgen kl. 18:00 blir. 14 kom sist."],
    )
    date = Occurrence.objects.get(pk=question.occurrence_id)
    assert (date.confirmed_at, date.came_last) == (now, 14)
    assert Headcount.objects.get().source == "answered"


def test_no_cancels_and_says_so():
    question = an_asked_cafe()
    assert says("nei dessverre") == (
        True,
        [
            "Språkkafé på biblioteket i morgen kl. 18:00 er avlyst nå, og vi sier fra til dem som skulle "
            "komme. En feil? Svar JA."
        ],
    )
    assert Occurrence.objects.get(pk=question.occurrence_id).is_cancelled
    says("JA", now=NOW + timedelta(minutes=1))
    assert Occurrence.objects.get(pk=question.occurrence_id).takes_place


def test_a_thumb_for_our_receipt_is_no_new_answer():
    question = an_asked_cafe()
    says("nei")
    assert says("👍", now=NOW + timedelta(minutes=1)) == (True, [])
    assert says("takk", now=NOW + timedelta(minutes=1)) == (True, [])
    assert Occurrence.objects.get(pk=question.occurrence_id).is_cancelled


def test_a_number_alone_is_the_count_and_the_question_stays():
    question = an_asked_cafe(number=1)
    now = question.asked_at + timedelta(minutes=10)
    [reply] = says("12", now=now)[1]
    assert reply == (
        "Takk, vi har notert 12. Blir det Språkkafé på biblioteket i morgen kl. 18:00? Svar JA eller NEI."
    )
    assert Headcount.objects.get().adults == 12
    assert says("12", now=now)[1] == []
    says("ja", now=now)
    assert Occurrence.objects.get(pk=question.occurrence_id).came_last == 12


def test_a_number_that_cannot_be_true_is_left_out_and_said():
    question = an_asked_cafe()
    [reply] = says("JA 999")[1]
    assert "Tallet så feil ut" in reply
    assert Occurrence.objects.get(pk=question.occurrence_id).confirmed_at
    assert not Headcount.objects.exists()


def test_what_else_was_written_is_said_to_be_unread():
    an_asked_cafe()
    [reply] = says("ja men vi starter kl 19")[1]
    assert "Vi leser bare ja eller nei" in reply


def test_an_answer_that_is_not_understood_gets_one_example_and_no_second():
    an_asked_cafe()
    [reply] = says("hva er dette?")[1]
    assert reply.startswith("Det forsto vi ikke. Blir det Språkkafé")
    assert says("hæ?") == (True, [])


def test_of_two_open_questions_one_is_asked_which_and_a_code_answers_it():
    first, second = an_asked_cafe(), an_asked_cafe("Per Eksempel")
    [which] = says("ja")[1]
    assert f"{first.code} Språkkafé" in which
    assert f"{second.code} Språkkafé" in which
    assert says("nei") == (True, [])
    assert not Occurrence.objects.filter(confirmed_at__isnull=False).exists()
    says(f"ja {second.code} 12")
    confirmed = Occurrence.objects.get(confirmed_at__isnull=False)
    assert confirmed.pk == second.occurrence_id
    # The other one is the only one that is left.
    says("nei")
    assert Occurrence.objects.get(pk=first.occurrence_id).is_cancelled


def test_the_code_stands_in_the_message_only_where_it_is_needed():
    first = an_asked_cafe()
    row = OutboxMessage.objects.get(kind="confirming.question")
    assert first.code not in make(row, EVE).text
    second = an_asked_cafe("Per Eksempel")
    row = OutboxMessage.objects.filter(kind="confirming.question").latest("pk")
    assert f"JA {second.code}" in make(row, EVE).text


def test_two_days_late_it_is_over_and_the_series_is_alive():
    question = an_asked_cafe()
    SignOfLife.objects.create(series=question.occurrence.series, silent_dates=4, hidden_at=NOW)
    late = EVE + timedelta(days=3)
    back = says("JA 12", now=late)[1]
    assert len(back) == 2
    assert "er over" in back[0]
    assert back[1] == "Takk! Språkkafé på biblioteket står i kalenderen igjen."
    assert SignOfLife.objects.get().hidden_at is None
    assert not Headcount.objects.exists()


def test_what_others_have_cancelled_is_said():
    question = an_asked_cafe()
    cancel_date(occurrence=question.occurrence, user=None, now=EVE)
    [reply] = says("ja")[1]
    assert "endret eller avlyst" in reply
    assert Occurrence.objects.get(pk=question.occurrence_id).is_cancelled


def test_a_number_that_nobody_knows_is_not_for_us():
    an_asked_cafe()
    assert says("ja", number=OTHER) == (False, [])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("why", list(Why))
def test_a_question_is_one_message_of_160_signs(language, why):
    series = a_cafe()
    series.event.texts.update(title="Språkkafé og strikkekveld for alle på biblioteket i Herøy")
    who = a_responsible(series.event, phone=NUMBER, language=language)
    services.ask_many(asks=[services.Ask(who, dates_of(series)[1:2], why)], now=EVE + timedelta(days=7))
    now = EVE + timedelta(days=7, minutes=1)
    question = make(OutboxMessage.objects.get(kind="confirming.question"), now)
    intro = make_intro(OutboxMessage.objects.get(kind="confirming.intro"), now)
    for text in (question, intro):
        parts = parts_of(text.text)
        assert (parts.number, parts.is_gsm) == (1, True), text.text
    assert "http://localhost:8000/s/" in question.text


def test_stop_ends_all_that_is_asked_of_the_number():
    first = an_asked_cafe()
    by_mail = an_asked_cafe("Per Eksempel", email="per@example.org", channel="email")
    stopped.send(sender=None, number=NUMBER, now=NOW)
    assert Responsible.objects.get(pk=first.responsible_id).stopped_at == NOW
    assert Responsible.objects.get(pk=by_mail.responsible_id).stopped_at is None
    assert not OutboxMessage.objects.filter(recipient=f"responsible:{first.responsible_id}").exists()


def test_stop_is_about_the_telephone_and_who_has_an_address_is_asked_there():
    question = an_asked_cafe(email="kari@example.org", channel="sms")
    stopped.send(sender=None, number=NUMBER, now=NOW)
    who = Responsible.objects.get(pk=question.responsible_id)
    assert (who.stopped_at, who.channel) == (None, "email")
    [letter] = [make(row, NOW) for row in OutboxMessage.objects.filter(kind="confirming.question")]
    assert letter.to == ["kari@example.org"]


def test_who_is_put_on_the_list_with_a_number_that_said_stop_is_asked_by_mail(mailoutbox, sms_provider):
    stops.stop(NUMBER, now=NOW)
    question = an_asked_cafe(email="kari@example.org", channel="sms")
    delivering.deliver_due(clock=lambda: question.asked_at + timedelta(minutes=1))
    assert [mail.to for mail in mailoutbox] == [["kari@example.org"]]
    alone = an_asked_cafe("Ola Eksempel", phone=OTHER)
    stops.stop(OTHER, now=NOW)
    delivering.deliver_due(clock=lambda: alone.asked_at + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def a_week(*, phone: str = NUMBER):
    """Tuesday's and Friday's date, asked about in one message."""
    series = a_cafe()
    who = a_responsible(series.event, "Kari Eksempel", phone=phone)
    dates = dates_of(series)[:2]
    return services.ask_many(asks=[services.Ask(who, dates, Why.WEEKLY)], now=EVE), dates


def test_the_receipt_is_about_the_date_that_the_answer_was_for():
    _questions, (over, coming) = a_week()
    late = over.ends_at + timedelta(days=1)
    [said] = says("nei", now=late)[1]
    assert Occurrence.objects.get(pk=coming.pk).is_cancelled
    assert "9. feb" in said
    assert "2. feb" not in said


@pytest.mark.parametrize(("first", "then", "left"), [("ja", "nei", "er avlyst"), ("nei", "ja", "Takk!")])
def test_a_receipt_that_could_not_leave_before_the_next_answer_is_not_sent(first, then, left):
    an_asked_cafe()
    for minutes, words in enumerate((first, then)):
        read(Incoming(number=NUMBER, text=words, received_at=NOW + timedelta(minutes=minutes)))
    old, new = OutboxMessage.objects.filter(kind="confirming.reply").order_by("pk")
    later = NOW + timedelta(hours=1)
    with pytest.raises(Unwanted):
        replies.make(old, later)
    assert left in replies.make(new, later).text


def test_a_number_alone_does_not_take_back_what_the_organiser_has_confirmed():
    question = an_asked_cafe(number=1)
    by_staff.confirm(occurrence=question.occurrence, now=question.asked_at + timedelta(minutes=5))
    says("12", now=question.asked_at + timedelta(minutes=10))
    assert Headcount.objects.get().adults == 12
    assert Occurrence.objects.get(pk=question.occurrence_id).confirmed_at
