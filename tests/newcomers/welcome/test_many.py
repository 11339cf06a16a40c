"""A sending's mails, many at once: each person's own, with what is common made once; and what comes back."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from core.mail import smtp
from core.mail.bounces import services as bounces
from core.mail.bounces.meaning import What
from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from newcomers.choices import AddressFault
from newcomers.models import Newcomer
from newcomers.services import correct_address, set_address_aside, unsubscribe
from newcomers.welcome import many
from newcomers.welcome.controlling import cancel, pause
from newcomers.welcome.models import Delivery
from newcomers.welcome.services import start_campaign
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch) -> None:
    monkeypatch.setattr(many, "_kept", many.Kept())


@pytest.fixture
def sent(heroy, step, host, smtp_server):
    """Sends the step to people of these languages; returns what arrived, by address."""

    def send(*languages: str) -> dict:
        for number, language in enumerate(languages):
            factories.a_newcomer(
                f"p{number}@example.org", name=f"Olena {number}", language=language, municipality=heroy
            )
        start_campaign(step=step, user=host, now=NOW)
        delivering.deliver_due(clock=lambda: NOW)
        mails = [message_from_bytes(raw, policy=policy.default) for raw in smtp_server.messages]
        return {mail["To"]: mail for mail in mails}

    return send


def test_each_gets_their_own_in_their_language(sent):
    mails = sent("nb", "uk", "ar", "uk")
    assert sorted(mails) == [f"p{number}@example.org" for number in range(4)]
    for number, language in enumerate(["nb", "uk", "ar", "uk"]):
        text = mails[f"p{number}@example.org"].get_body(("plain",)).get_content()
        assert f"Olena {number}" in text
        assert [other for other in range(4) if f"Olena {other}" in text] == [number]
        assert mails[f"p{number}@example.org"]["Content-Language"].startswith(language)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert not Newcomer.objects.filter(told_at=None).exists()
    assert set(Delivery.objects.values_list("message_id", flat=True)) == {
        mail["Message-ID"] for mail in mails.values()
    }


def test_every_mail_can_be_stopped_with_one_press_and_says_that_it_is_one_of_many(sent, client):
    mails = sent("nb", "uk")
    stops = set()
    for mail in mails.values():
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert (mail["Precedence"], mail["Auto-Submitted"]) == ("bulk", "auto-generated")
        assert mail["Feedback-ID"].endswith(":welcome:moteplass")
        [address] = re.findall(r"<https?://[^/]+(/\S+)>", mail["List-Unsubscribe"])
        stops.add(address)
    assert len(stops) == 2
    client.post(stops.pop(), {"List-Unsubscribe": "One-Click"})
    assert Newcomer.objects.filter(unsubscribed_at__isnull=False).count() == 1


@pytest.mark.parametrize("number", [5, 25])
def test_more_people_cost_no_more_statements_but_the_mark_of_each(
    heroy, step, host, smtp_server, number, django_assert_max_num_queries
):
    """The mark is no statement of Django's: one a mail, which is not counted here."""
    factories.many_newcomers(number, municipality=heroy)
    start_campaign(step=step, user=host, now=NOW)
    with django_assert_max_num_queries(34):
        delivering.deliver_due(clock=lambda: NOW)
    assert Delivery.objects.filter(state="sent").count() == number


def test_who_has_asked_for_no_more_or_is_gone_is_left_out(heroy, step, host, smtp_server):
    people = factories.many_newcomers(4, municipality=heroy)
    start_campaign(step=step, user=host, now=NOW)
    unsubscribe(newcomer=people[0], now=NOW)
    Newcomer.objects.filter(pk=people[1].pk).update(expires_at=NOW)
    delivering.deliver_due(clock=lambda: NOW)
    outcomes = dict(Delivery.objects.values_list("newcomer__email", "reason"))
    assert outcomes == {
        "p0@example.org": Why.UNSUBSCRIBED,
        "p1@example.org": Why.GONE,
        "p2@example.org": "",
        "p3@example.org": "",
    }
    assert len(smtp_server.messages) == 2


def test_activities_that_are_new_stand_in_the_mails_of_the_next_minute():
    kept = many.Kept()
    made = iter("abcd")

    def get(key: str, seconds: int) -> str:
        return kept.get(key, lambda: next(made), now=NOW + timedelta(seconds=seconds))

    assert [get("x", 0), get("x", 59), get("y", 59), get("x", 60)] == ["a", "a", "b", "c"]
    assert get("x", -3600) == "d"


def test_what_is_kept_is_bounded():
    kept = many.Kept()
    for number in range(many.MOST_KEPT * 3):
        kept.get(number, object, now=NOW)
    assert len(kept._made) == many.MOST_KEPT


def report(what: What, why: Why) -> None:
    number = OutboxMessage.objects.get().message_id[1:33]
    assert bounces.heard(number=number, what=what, why=why, now=LATER) == what


def test_address_that_is_none_is_set_aside_and_the_host_sees_it(sent):
    sent("uk")
    report(What.HARD, Why.CAME_BACK)
    newcomer = Newcomer.objects.get()
    assert (newcomer.address_fault, newcomer.address_fault_at) == (AddressFault.NO_MAILBOX, LATER)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == ("failed", Why.CAME_BACK)
    assert Newcomer.objects.set_aside().exists()


def test_address_that_was_corrected_since_is_not_set_aside(sent):
    sent("uk")
    Newcomer.objects.update(email="olena@example.org")
    report(What.HARD, Why.CAME_BACK)
    assert Newcomer.objects.get().address_fault == ""
    assert Delivery.objects.get().state == "failed"


def test_full_mailbox_is_not_set_aside_at_once(sent):
    sent("uk")
    report(What.SOFT, Why.CAME_BACK_FOR_NOW)
    assert Newcomer.objects.get().address_fault == ""
    assert Delivery.objects.get().reason == Why.CAME_BACK_FOR_NOW


def test_complaint_ends_the_mails_to_that_person(sent):
    sent("uk")
    report(What.COMPLAINT, Why.COMPLAINED)
    newcomer = Newcomer.objects.get()
    assert newcomer.unsubscribed_at == LATER
    assert Delivery.objects.get().state == "sent"


def test_report_about_somebody_who_is_erased_changes_nothing(sent):
    sent("uk")
    number = OutboxMessage.objects.get().message_id[1:33]
    Newcomer.objects.all().delete()
    assert bounces.heard(number=number, what=What.HARD, why=Why.CAME_BACK, now=LATER) == "unknown"
    assert Delivery.objects.get().state == "sent"


def test_no_such_mailbox_at_hand_over_sets_the_address_aside_and_another_no_does_not(
    heroy, step, host, smtp_server
):
    gone = factories.a_newcomer("gone@example.org", municipality=heroy)
    elsewhere = factories.a_newcomer("Gone@example.org", municipality=factories.a_municipality("1515"))
    unwanted = factories.a_newcomer("unwanted@example.org", municipality=heroy)
    smtp_server.refuse.add("gone@example.org")
    smtp_server.refuse_by_policy.add("unwanted@example.org")
    start_campaign(step=step, user=host, now=NOW)
    delivering.deliver_due(clock=lambda: NOW)
    assert faults(gone, elsewhere, unwanted) == [AddressFault.NO_MAILBOX, AddressFault.NO_MAILBOX, ""]
    delivery = Delivery.objects.get(newcomer=gone)
    assert (delivery.state, delivery.reason) == ("failed", Why.NO_SUCH_ADDRESS)


def faults(*people: Newcomer) -> list[str]:
    return [Newcomer.objects.get(pk=person.pk).address_fault for person in people]


@pytest.mark.parametrize("what", ["set aside", "stopped", "corrected", "paused", "cancelled"])
def test_what_happens_while_a_batch_is_handed_over_holds_for_the_rest_of_it(
    heroy, step, host, smtp_server, monkeypatch, what
):
    """Their mails are made by then. Only the one that is being handed over in that moment has left."""
    people = [factories.a_newcomer(f"p{number}@example.org", municipality=heroy) for number in range(3)]
    campaign = start_campaign(step=step, user=host, now=NOW)
    hand_over = smtp.Line.hand_over

    def hand_over_and_meanwhile(line, message) -> None:
        hand_over(line, message)
        monkeypatch.setattr(smtp.Line, "hand_over", hand_over)
        last = Newcomer.objects.get(pk=people[-1].pk)
        match what:
            case "set aside":
                set_address_aside(email=last.email, why=AddressFault.NO_MAILBOX, now=NOW)
            case "stopped":
                unsubscribe(newcomer=last, now=NOW)
            case "corrected":
                correct_address(newcomer=last, email="right@example.org")
            case "paused":
                pause(campaign=campaign, now=NOW)
            case "cancelled":
                cancel(campaign=campaign)

    monkeypatch.setattr(smtp.Line, "hand_over", hand_over_and_meanwhile)
    delivering.deliver_due(clock=lambda: NOW)
    arrived = sorted(message_from_bytes(raw)["To"] for raw in smtp_server.messages)
    assert (
        arrived
        == {
            "set aside": ["p0@example.org", "p1@example.org"],
            "stopped": ["p0@example.org", "p1@example.org"],
            "corrected": ["p0@example.org", "p1@example.org", "right@example.org"],
            "paused": ["p0@example.org"],
            "cancelled": ["p0@example.org"],
        }[what]
    )
    states = {"set aside": "skipped", "stopped": "skipped", "corrected": "sent", "paused": "queued"}
    assert Delivery.objects.get(newcomer=people[-1]).state == states.get(what, "skipped")
