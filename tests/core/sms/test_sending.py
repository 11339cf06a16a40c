"""SMS through the outbox, with a provider that speaks Sveve's protocol and each of its faults."""

import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from config.environment import Environment
from core.mail.outbox import delivering, services, tasks
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import FOR_THE_OPERATOR_OF_SMS, Why
from core.sms import costs, messages, providers, reports, stops
from core.sms.models import SentText
from scripts.stack import free_port
from tests.core.clock import NOW
from tests.core.mail.outbox.kind import a_kind
from tests.core.sms.conftest import KARI, OLE, ask, states
from tests.sms_server import use

pytestmark = pytest.mark.django_db

MONTH = costs.month_of(NOW)


@pytest.fixture
def mails() -> Callable[..., None]:
    """A kind of mail beside the SMS."""
    from core.mail.outbox import kinds

    kinds.register(a_kind("test.mail"))
    yield lambda *addresses: ask(*addresses, kind="test.mail")
    kinds.forget_kind("test.mail")


def instead(row: OutboxMessage, now: object) -> EmailMultiAlternatives:
    return EmailMultiAlternatives("Blir det?", "Blir det?", "hei@moteplass.example", ["kari@example.org"])


def test_reasons_of_the_provider_have_words_and_the_operators_are_of_sms():
    assert {reason.value for reason in providers.Reason} <= set(Why.values)
    assert all(why.startswith("sms_") for why in FOR_THE_OPERATOR_OF_SMS)


def test_sms_leaves_once_in_sveves_words_and_is_paid(texts, sms_provider, clock):
    texts(text="Språkkafé kl. 18. Blir det? Svar JA eller NEI.")
    ask(KARI, KARI, OLE)
    run = delivering.deliver_due(clock=clock)
    delivering.deliver_due(clock=clock)
    assert (run.tried, run.stopped, sms_provider.asked) == (2, "", 1)
    first, second = sms_provider.messages
    row = OutboxMessage.objects.get(about=KARI)
    assert (first["to"], first["from"], first["f"]) == ("4790123456", "26112", "json")
    assert first["msg"] == "Språkkafé kl. 18. Blir det? Svar JA eller NEI."
    assert first["ref"] == row.message_id != second["ref"]
    assert len(row.message_id) <= 36
    assert states() == {KARI: ("sent", ""), OLE: ("sent", "")}
    sent = SentText.objects.get(reference=first["ref"])
    assert (sent.state, sent.provider_id, sent.parts, sent.ore) == ("sent", first["id"], 1, 49)
    assert costs.spent("1804", MONTH) == costs.Spent(messages=2, parts=2, ore=98)


def test_a_number_abroad_costs_the_budget_what_it_costs(texts, sms_provider, clock, settings):
    settings.SMS_PRICE_ORE, settings.SMS_PRICE_ABROAD_ORE, settings.SMS_BUDGET_KR = 50, 300, 4
    texts()
    abroad = "+48512345678"
    ask(KARI, abroad)
    delivering.deliver_due(clock=clock)
    sent = {each.ore for each in SentText.objects.all()}
    assert sent == {50, 300}
    # What the provider counts as two parts is two at the price of the first.
    row = SentText.objects.get(ore=300)
    costs.taken(reference=row.reference, taken=providers.Taken(provider_id="1", parts=2))
    assert costs.spent("1804", MONTH).ore == 650
    costs.give_back(reference=row.reference)
    assert costs.spent("1804", MONTH) == costs.Spent(messages=1, parts=1, ore=50)
    ask("+48512345679", "+48512345670")
    delivering.deliver_due(clock=clock)
    assert states()["+48512345670"] == ("skipped", Why.OVER_BUDGET)


@pytest.mark.parametrize(
    ("fault", "state", "why"),
    [
        ({"refuse": {"4790123456"}}, "failed", Why.NUMBER_REFUSED),
        ({"refuse": {"4790123456"}, "no": "Mottaker er sperret"}, "failed", Why.NUMBER_REFUSED),
        ({"fatal": "Meldingsteksten er for lang"}, "failed", Why.SMS_REFUSED),
        ({"fatal": "Noe gikk galt"}, "queued", Why.SMS_FAULT),
        ({"fatal": "Du har ikke flere SMS igjen"}, "queued", Why.SMS_NO_CREDIT),
        ({"fatal": "Ugyldig avsender"}, "queued", Why.SMS_OUR_SETTINGS),
        ({"password": "another"}, "queued", Why.SMS_OUR_SETTINGS),
        ({"credit": "Kontoen er sperret"}, "queued", Why.SMS_OUR_SETTINGS),
        ({"credit": "<html>maintenance</html>"}, "queued", Why.SMS_BUSY),
        ({"status": 502}, "queued", Why.SMS_BUSY),
        ({"status": 503}, "queued", Why.SMS_BUSY),
        ({"status": 401}, "queued", Why.SMS_OUR_SETTINGS),
        ({"status": 504}, "unconfirmed", Why.SMS_BROKEN_OFF),
        ({"hang_up": True}, "unconfirmed", Why.SMS_BROKEN_OFF),
        ({"answer": "<html>Thank you</html>"}, "unconfirmed", Why.SMS_BROKEN_OFF),
        ({"answer": "[]"}, "unconfirmed", Why.SMS_BROKEN_OFF),
        ({"answer": '{"response": {"msgOkCount": null}}'}, "unconfirmed", Why.SMS_BROKEN_OFF),
        ({"answer": '{"response": {"msgOkCount": 0, "errors": [{}]}}'}, "failed", Why.NUMBER_REFUSED),
        ({"silent": 1.5}, "unconfirmed", Why.SMS_BROKEN_OFF),
    ],
)
def test_each_fault_of_the_provider(texts, sms_provider, clock, fault, state, why):
    texts()
    ask(KARI)
    for name, value in fault.items():
        setattr(sms_provider, name, value)
    delivering.deliver_due(clock=clock)
    assert states() == {KARI: (state, why)}
    [pile] = services.state_of_outbox(clock.now)
    assert pile.words
    # What did not leave costs nothing; what may have left is paid.
    assert costs.spent("1804", MONTH).messages == (state == "unconfirmed")
    for name in fault:
        setattr(sms_provider, name, getattr(type(sms_provider)(), name))
    clock.move(hours=2)
    delivering.sweep(clock=clock)
    delivering.deliver_due(clock=clock)
    assert states()[KARI][0] == ("sent" if state == "queued" else state)
    assert costs.spent("1804", MONTH).messages == (state != "failed")


def test_provider_that_is_away_costs_no_message_its_life(texts, sms_provider, settings, clock):
    texts()
    numbers = [f"+47901234{number:02}" for number in range(12)]
    ask(*numbers)
    there = dict(settings.SMS)
    use(settings, f"127.0.0.1:{free_port()}")
    for _ in range(8):
        assert delivering.deliver_due(clock=clock).stopped == Why.SMS_UNREACHABLE
        clock.move(seconds=15)
    assert set(states().values()) == {("queued", Why.SMS_UNREACHABLE)}
    assert {row.attempts for row in OutboxMessage.objects.all()} == {0}
    settings.SMS = there
    delivering.deliver_due(clock=clock)
    assert set(states().values()) == {("sent", "")}
    assert len(sms_provider.messages) == 12


def test_one_way_that_is_away_does_not_hold_up_the_other(
    texts, mails, sms_provider, smtp_server, settings, clock
):
    texts()
    numbers = [f"+47901234{number:02}" for number in range(12)]
    addresses = [f"person{number}@example.org" for number in range(12)]
    ask(*numbers)
    mails(*addresses)
    sms_provider.password = "another"
    run = delivering.deliver_due(clock=clock)
    assert (len(smtp_server.messages), len(sms_provider.messages)) == (12, 0)
    assert run.away == {"sms": Why.SMS_OUR_SETTINGS}
    sms_provider.password = type(sms_provider)().password
    settings.EMAIL_PORT = free_port()
    mails(*[f"other{number}@example.org" for number in range(12)])
    run = delivering.deliver_due(clock=clock)
    assert (len(smtp_server.messages), len(sms_provider.messages)) == (12, 12)
    assert run.away == {"mail": Why.UNREACHABLE}


@pytest.mark.django_db(transaction=True)
def test_each_way_has_a_pause_of_its_own(texts, mails, sms_provider, smtp_server):
    texts()
    from django.utils import timezone

    ask(KARI, now=timezone.now())
    sms_provider.password = "another"
    tasks.deliver_due()
    asked = sms_provider.asked
    services.queue(kind="test.mail", about="a@example.org", recipient="x:1", now=timezone.now())
    ask(OLE, now=timezone.now())
    tasks.deliver_due()
    # The provider is left alone for some seconds, mail leaves, and the second SMS says why it waits.
    assert (sms_provider.asked, len(smtp_server.messages)) == (asked, 1)
    assert states()[OLE] == ("queued", Why.SMS_OUR_SETTINGS)


def test_after_stop_nothing_leaves_until_start(texts, sms_provider, clock):
    texts(instead=instead)
    stops.stop(KARI, now=NOW)
    ask(KARI, OLE)
    delivering.deliver_due(clock=clock)
    assert states() == {KARI: ("skipped", Why.STOPPED), OLE: ("sent", "")}
    assert stops.start(KARI)
    ask(KARI, occasion="again")
    delivering.deliver_due(clock=clock)
    assert [message["to"] for message in sms_provider.messages] == ["4790123457", "4790123456"]


def test_stop_is_recognised_under_a_key_of_before(settings):
    stops.stop(KARI, now=NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "z" * 60
    assert (stops.is_stopped(KARI), stops.is_stopped(OLE)) == (True, False)


def test_used_up_budget_stops_politely_and_mail_goes_instead(texts, sms_provider, smtp_server, clock):
    texts(text="ж" * 71)
    texts("test.both", instead=instead)
    texts("test.tonight", urgent=lambda row, now: True)
    costs.set_budget(payer="1804", ore=5 * 49, now=NOW)
    ask(KARI, OLE, occasion="1")
    delivering.deliver_due(clock=clock)
    ask(KARI, occasion="2")
    delivering.deliver_due(clock=clock)
    assert OutboxMessage.objects.get(occasion="2").reason == Why.OVER_BUDGET
    ask(KARI, OLE, kind="test.both", occasion="3")
    ask(KARI, OLE, kind="test.tonight", occasion="4")
    delivering.deliver_due(clock=clock)
    ended = {
        (row.kind, row.about): (row.state, row.reason) for row in OutboxMessage.objects.exclude(occasion="1")
    }
    # Two of two parts each were sent. Of what is left one part goes as SMS and the next as mail; what cannot
    # wait has a fifth more.
    assert ended == {
        ("test.sms", KARI): ("skipped", Why.OVER_BUDGET),
        ("test.both", KARI): ("sent", ""),
        ("test.both", OLE): ("sent", ""),
        ("test.tonight", KARI): ("sent", ""),
        ("test.tonight", OLE): ("skipped", Why.OVER_BUDGET),
    }
    assert (len(sms_provider.messages), len(smtp_server.messages)) == (4, 1)
    spent = costs.spent("1804", MONTH)
    assert (spent.messages, spent.parts, spent.ore, spent.held_back) == (4, 6, 294, 3)
    assert costs.spent("", MONTH) == costs.Spent()
    clock.move(days=31)
    ask(KARI, occasion="next month", due_at=clock.now)
    delivering.deliver_due(clock=clock)
    assert OutboxMessage.objects.get(occasion="next month").state == "sent"


def test_number_that_takes_no_sms_gets_a_mail_where_there_is_one(texts, sms_provider, smtp_server, clock):
    texts(instead=instead)
    sms_provider.refuse.add("4790123456")
    ask(KARI, "08000")
    delivering.deliver_due(clock=clock)
    delivering.deliver_due(clock=clock)
    assert states() == {KARI: ("sent", ""), "08000": ("sent", "")}
    assert (len(smtp_server.messages), len(sms_provider.messages)) == (2, 0)
    assert SentText.objects.count() == 0


def test_without_a_provider_sms_says_so_and_mail_leaves(texts, mails, smtp_server, clock):
    assert not messages.is_offered()
    texts()
    texts("test.both", instead=instead)
    ask(KARI)
    ask(OLE, kind="test.both")
    mails("a@example.org")
    delivering.deliver_due(clock=clock)
    assert states() == {
        KARI: ("failed", Why.SMS_OFF),
        OLE: ("sent", ""),
        "a@example.org": ("sent", ""),
    }


def test_name_as_sender_cannot_be_answered(settings, sms_provider):
    assert messages.is_answerable()
    use(settings, sms_provider.address, sender="Moteplass")
    assert (messages.is_offered(), messages.is_answerable()) == (True, False)


def test_failed_sms_is_tried_again_and_paid_again(texts, sms_provider, clock):
    texts()
    ask(KARI)
    delivering.deliver_due(clock=clock)
    [first] = sms_provider.messages
    report = providers.Report(reference=first["ref"], provider_id=first["id"], delivered=False, code="27")
    assert [reports.heard(report, now=NOW) for _ in range(2)] == ["failed", "again"]
    assert states() == {KARI: ("failed", Why.NOT_DELIVERED)}
    assert SentText.objects.get().code == "27"
    assert costs.spent("1804", MONTH).undelivered == 1
    assert services.try_again(rows=OutboxMessage.objects.all(), now=NOW) == 1
    delivering.deliver_due(clock=clock)
    assert states() == {KARI: ("sent", "")}
    assert len({message["ref"] for message in sms_provider.messages}) == 2
    assert costs.spent("1804", MONTH).messages == 2


def test_report_settles_what_was_perhaps_sent(texts, sms_provider, clock):
    told = []
    texts(recorded=lambda row, now: told.append(row.state))
    sms_provider.hang_up = True
    ask(KARI)
    delivering.deliver_due(clock=clock)
    [lost] = sms_provider.messages
    report = providers.Report(reference=lost["ref"], provider_id="1", delivered=True)
    assert reports.heard(report, now=NOW) == "delivered"
    assert states() == {KARI: ("sent", "")}
    assert told == ["unconfirmed", "sent"]
    assert reports.heard(providers.Report("nobody's", "", True), now=NOW) == "unknown"
    assert reports.heard(providers.Report("", "", False), now=NOW) == "unknown"


def test_what_did_not_arrive_goes_by_mail_where_there_is_one(texts, sms_provider, smtp_server, clock):
    texts(instead=instead)
    ask(KARI)
    delivering.deliver_due(clock=clock)
    report = providers.Report(sms_provider.messages[0]["ref"], "", delivered=False)
    reports.heard(report, now=NOW)
    delivering.deliver_due(clock=clock)
    assert states() == {KARI: ("sent", "")}
    assert len(smtp_server.messages) == 1


def test_dead_workers_sms_and_a_restored_backup_are_never_repeated(texts, sms_provider, clock):
    texts()
    ask(KARI)
    ask(OLE, due_at=NOW + timedelta(days=1))
    OutboxMessage.objects.filter(about=KARI).update(state="sending", sending_at=NOW, transport="sms")
    clock.now = NOW + delivering.longest_hand_over() + timedelta(seconds=1)
    delivering.sweep(clock=clock)
    delivering.after_a_restore(None, now=NOW + timedelta(days=2), nothing_was_done=False)
    delivering.deliver_due(clock=clock)
    assert set(states().values()) == {("unconfirmed", Why.WORKER_GONE)}
    assert sms_provider.messages == []


@pytest.mark.parametrize(
    "url",
    [
        "sveve://sveve.no?sender=Moteplass",
        "sveve://user:password@sveve.no",
        "sveve://user:password@sveve.no?sender=Møteplassen i Nordland",
        "sveve://user:password@sveve.no?sender=AB",
        "sveve://user:pass#word@sveve.no?sender=Moteplass",
        "https://user:password@sveve.no?sender=Moteplass",
        "sveve://user:password@sveve.no:port?sender=Moteplass",
    ],
)
def test_addresses_that_cannot_work_are_noted_and_not_shown(url):
    environment = Environment({"SMS_URL": url})
    assert environment.sms("SMS_URL") == {}
    [problem] = environment.problems
    assert problem.setting == "SMS_URL"
    assert "password@sveve.no?sender=Moteplass" in problem.remedy


def test_addresses_that_work_and_secrets_that_are_none():
    account = Environment({"SMS_URL": "sveve://a:b%40c@sveve.no?sender=Moteplass"}).sms("SMS_URL")
    assert (account["host"], account["secure"], account["password"]) == ("sveve.no", True, "b@c")
    environment = Environment({"SMS_SECRET": "short"})
    assert (environment.secret("SMS_SECRET"), len(environment.problems)) == ("", 1)


def test_name_that_is_nowhere_is_unreachable(settings, sms_provider, texts, clock):
    texts()
    ask(KARI)
    with socket.socket() as listening:
        # Takes connections and never answers: it may know of nothing.
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        settings.SMS_TIMEOUT = 0.2
        use(settings, f"127.0.0.1:{listening.getsockname()[1]}")
        assert delivering.deliver_due(clock=clock).stopped == Why.SMS_UNREACHABLE
    assert states() == {KARI: ("queued", Why.SMS_UNREACHABLE)}
