"""What people send us, and what anybody could send to our address: STOP, answers, nonsense, twice."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.sms import costs, receiving, stops
from core.sms.incoming import stopped
from core.sms.models import NumberMark
from core.sms.providers import Received, Unreadable, provider
from tests.core.clock import NOW
from tests.core.sms.conftest import KARI, OLE
from tests.proving import at_once
from tests.sms_server import SECRET

pytestmark = pytest.mark.django_db

ADDRESS = f"/sms/{SECRET}/"
ids = count(1)


def send(text: str, number: str = KARI, now=NOW) -> str:
    return receiving.receive(Received(number=number, text=text, provider_id=str(next(ids))), now=now)


def sent_back(sms_provider) -> list[tuple[str, str]]:
    delivering.deliver_due(clock=lambda: NOW + timedelta(minutes=1))
    return [(message["to"], message["msg"]) for message in sms_provider.messages]


@pytest.mark.parametrize(
    "number", ["90123456", "4790123456", "+4790123456", "004790123456", "+47 901 23 456"]
)
def test_number_is_one_number_however_the_provider_writes_it(sms_provider, number):
    assert provider().read({"number": number, "msg": "JA"}) == Received(KARI, "JA")


@pytest.mark.parametrize("number", ["", "abc", "12", "9" * 40, "\0", "26112"])
def test_what_is_no_number_is_unreadable(sms_provider, number):
    with pytest.raises(Unreadable):
        provider().read({"number": number, "msg": "JA"})


def test_answer_goes_to_the_room_that_understands_it(sms_provider, reader):
    assert send("JA 12") == "read"
    assert [(each.number, each.text, each.received_at) for each in reader] == [(KARI, "JA 12", NOW)]
    assert sent_back(sms_provider) == []


def test_stop_ends_everything_once_and_is_confirmed_in_its_language(sms_provider, reader):
    heard = []
    listen = lambda number, now, **kwargs: heard.append((number, now))  # noqa: E731  kept alive by name
    stopped.connect(listen)
    assert [send("стоп"), send("СТОП!")] == ["stop", "stop"]
    stopped.disconnect(listen)
    assert heard == [(KARI, NOW), (KARI, NOW)]
    [(to, text)] = sent_back(sms_provider)
    assert (to, text.startswith("Møteplass: більше SMS від нас не буде")) == ("4790123456", True)
    # An answer is still read; what is not understood gets no example any longer.
    assert [send("JA"), send("hm")] == ["read", "example"]
    assert len(sent_back(sms_provider)) == 1
    assert send("start") == "start"
    assert not stops.is_stopped(KARI)
    assert len(sent_back(sms_provider)) == 2


def test_who_changes_their_mind_at_once_is_told_what_holds(sms_provider, reader):
    assert [send("STOPP"), send("START", now=NOW + timedelta(seconds=1))] == ["stop", "start"]
    [(_to, text)] = sent_back(sms_provider)
    assert "igjen" in text


def test_stop_outlives_a_backup_that_is_put_back(sms_provider, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    send("STOPP")
    assert KARI not in settings.ERASURES_FILE.read_text()
    NumberMark.objects.all().delete()
    stops.after_a_restore(None, taken_at=timezone.now() + timedelta(days=2), now=NOW)
    assert not stops.is_stopped(KARI)
    stops.after_a_restore(None, taken_at=timezone.now() - timedelta(hours=1), now=NOW)
    assert (stops.is_stopped(KARI), stops.is_stopped(OLE)) == (True, False)
    # Where the list cannot be written STOP is heard all the same.
    settings.ERASURES_FILE = tmp_path / "erasures.txt" / "nowhere.txt"
    send("STOPP", OLE)
    assert stops.is_stopped(OLE)


def test_nonsense_gets_one_example_and_never_a_second_within_a_day(sms_provider, reader):
    assert send("hva er dette") == "example"
    assert send("😀") == "not_understood"
    assert send("نعم", OLE) == "example"
    assert send("start") == "not_understood"
    assert send("?", now=NOW + timedelta(hours=23)) == "not_understood"
    assert send("?", now=NOW + timedelta(hours=24)) == "example"
    first, second = sent_back(sms_provider)
    assert (first[0], "JA 12" in first[1]) == ("4790123456", True)
    assert (second[0], "لم نفهم" in second[1]) == ("4790123457", True)
    row = OutboxMessage.objects.filter(state="sent").first()
    assert (KARI in row.recipient + row.about, row.secret) == (False, None)


def test_message_that_the_provider_brings_twice_is_heard_once(sms_provider, reader):
    same = Received(number=KARI, text="JA", provider_id="7")
    assert [receiving.receive(same, now=NOW) for _ in range(3)] == ["read", "again", "again"]
    assert receiving.receive(Received(KARI, "JA", "8"), now=NOW) == "read"
    # So much later it is somebody who answers once more.
    assert receiving.receive(same, now=NOW + timedelta(minutes=10)) == "read"
    assert len(reader) == 3


def heard(*said: tuple[str, int]) -> list[str]:
    """What becomes of these words from one number, each so many seconds after NOW."""
    messages = [(Received(number=KARI, text=text), NOW + timedelta(seconds=after)) for text, after in said]
    return [receiving.receive(message, now=now) for message, now in messages]


def test_who_changes_their_mind_twice_in_a_minute_is_heard_each_time(sms_provider, reader):
    """Sveve gives what somebody sends of their own accord no number: the words alone tell two apart."""
    said = ("JA", 0), ("JA nei", 10), ("JA", 20), ("JA", 21), ("JA nei", 40)
    assert heard(*said) == ["read", "read", "read", "again", "read"]


def test_answer_that_is_brought_again_after_the_next_one_does_not_take_that_back(sms_provider, reader):
    """Our yes to JA was lost on its way: it comes again 5 seconds later, and another answer came between."""
    said = ("JA", 0), ("JA nei", 3), ("JA", 5), ("JA nei", 9), ("JA", 11)
    assert heard(*said) == ["read", "read", "again", "again", "again"]
    assert [each.text for each in reader] == ["JA", "JA nei"]


def test_who_sends_far_too_much_is_not_read_but_can_stop(sms_provider, reader):
    outcomes = [send(f"JA {number}") for number in range(receiving.FROM_ONE.times + 1)]
    assert outcomes[-2:] == ["read", "too_many"]
    assert send("JA 1", OLE) == "read"
    assert send("STOPP") == "stop"


def test_room_that_fails_leaves_nothing_behind_and_is_asked_again(sms_provider, reader, client):
    from core.sms import incoming

    def fails(message):
        raise RuntimeError("a fault of ours")

    incoming._readers.insert(0, fails)
    client.raise_request_exception = False
    values = {"number": KARI, "msg": "JA"}
    assert client.get(ADDRESS, values).status_code == 500
    assert not NumberMark.objects.exists()
    incoming._readers.pop(0)
    assert client.get(ADDRESS, values).status_code == 200
    assert len(reader) == 1


@pytest.mark.parametrize("how", ["get", "form", "json"])
def test_provider_brings_it_as_it_likes(sms_provider, reader, client, how):
    values = {"number": "4790123456", "msg": "JA 14 æøå", "shortnumber": "26112", "prefix": ""}
    strict = Client(enforce_csrf_checks=True)
    if how == "get":
        answer = strict.get(ADDRESS, values)
    elif how == "form":
        answer = strict.post(ADDRESS, values)
    else:
        answer = strict.post(ADDRESS, values, content_type="application/json")
    # Sveve can send what we answer on to the person.
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"", {})
    assert [each.text for each in reader] == ["JA 14 æøå"]


def test_secret_that_is_wrong_finds_nothing(sms_provider, reader, client, settings):
    values = {"number": KARI, "msg": "JA"}
    for address in ("/sms/wrong/", f"/sms/{SECRET}x/", f"/sms/{SECRET[:-1]}/", "/sms/%C3%A6/"):
        assert client.get(address, values).status_code == 404
    settings.SMS_SECRET = ""
    assert client.get("/sms//", values).status_code == 404
    assert client.get(ADDRESS, values).status_code == 404
    settings.SMS_SECRET, settings.SMS = SECRET, {}
    assert client.get(ADDRESS, values).status_code == 404
    assert reader == []


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "😀", "JA\0", "", " ", "\ud83d", "\u202e", "%", "'; DROP TABLE", "\n" * 50]
)
def test_no_text_is_a_fault_of_ours(sms_provider, reader, client, text):
    said = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert client.post(ADDRESS, {"number": KARI, "msg": said}).status_code == 200


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 400),
        ({"number": KARI}, 400),
        ({"msg": "JA"}, 400),
        ({"number": "nobody", "msg": "JA"}, 400),
        ({"status": "maybe"}, 400),
        ({"status": "true"}, 200),
        ({"status": "false", "ref": "nobody's", "id": "x" * 500, "errorCode": "<b>"}, 200),
    ],
)
def test_nonsense_at_our_address(sms_provider, client, values, status):
    assert client.get(ADDRESS, values).status_code == status


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "[" * 50_000, "null", '{"number": {}, "msg": []}', '{"status": true}']
)
def test_nonsense_as_json(sms_provider, client, body):
    answer = client.post(ADDRESS, body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert client.head(ADDRESS).status_code == 405
    assert client.put(ADDRESS).status_code == 405


def test_delivery_report_by_get(sms_provider, client, texts):
    from tests.core.sms.conftest import ask

    texts()
    ask(KARI)
    delivering.deliver_due(clock=lambda: NOW)
    [message] = sms_provider.messages
    # While it is being handed over the provider is asked to come again.
    OutboxMessage.objects.update(state="sending", ended_at=None)
    values = {"number": "4790123456", "status": "false", "id": message["id"], "ref": message["ref"]}
    assert client.get(ADDRESS, values).status_code == 503
    OutboxMessage.objects.update(state="sent", ended_at=NOW)
    assert [client.get(ADDRESS, values).status_code for _ in range(2)] == [200, 200]
    assert OutboxMessage.objects.get().reason == "not_delivered"
    assert costs.spent("1804", costs.month_of(NOW)).undelivered == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_message_at_the_same_moment_is_heard_once(sms_provider, reader):
    same = Received(number=KARI, text="hva", provider_id="7")
    outcomes = at_once(lambda _number: receiving.receive(same, now=NOW), range(6))
    assert sorted(outcomes) == ["again"] * 5 + ["example"]
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_spend_the_same_krone():
    costs.set_budget(payer="1804", ore=3 * 49, now=NOW)

    def spend(number: int) -> bool:
        with transaction.atomic():
            try:
                costs.reserve(reference=f"r{number}", payer="1804", parts=1, now=NOW)
            except costs.OverBudget:
                return False
            return True

    outcomes = at_once(spend, range(8))
    assert sorted(outcomes) == [False] * 5 + [True] * 3
    assert costs.spent("1804", costs.month_of(NOW)).ore == 3 * 49


def test_what_is_remembered_of_a_number_is_no_number_and_ends(sms_provider, reader):
    from core.privacy.purge import purge_expired

    send("STOPP")
    send("JA", OLE)
    assert not [row for row in NumberMark.objects.all() if "9012345" in row.digest]
    purge_expired(now=NOW + timedelta(days=2))
    assert [row.what for row in NumberMark.objects.all()] == ["stopped"]
    purge_expired(now=timezone.now() + timedelta(days=365 * 4))
    assert not NumberMark.objects.exists()


def test_start_after_stop_outlives_a_backup_too(sms_provider, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    send("STOPP")
    send("START", now=NOW + timedelta(hours=1))
    stops.after_a_restore(None, taken_at=timezone.now() - timedelta(hours=1), now=NOW)
    assert not stops.is_stopped(KARI)
    send("STOPP", now=NOW + timedelta(hours=2))
    NumberMark.objects.all().delete()
    stops.after_a_restore(None, taken_at=timezone.now() - timedelta(hours=1), now=NOW)
    assert stops.is_stopped(KARI)
