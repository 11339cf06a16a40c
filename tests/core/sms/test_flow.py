"""The whole way with real parts: queued, a worker, the provider, its report, and what the person answers."""

from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from core.sms import answers, costs
from core.sms.models import SentText
from tests.servers import wait_until
from tests.sms_server import SECRET

KARI = "+4790123456"


@pytest.mark.django_db(transaction=True)
def test_queued_sent_by_a_worker_reported_and_answered(sms_provider, celery_worker_process, live_server):
    answers.answer(answers.STARTED, number=KARI, language="nb", now=timezone.now())
    [message] = sms_provider.wait(1)
    assert (message["to"], "STOPP" in message["msg"]) == ("4790123456", True)
    wait_until(lambda: OutboxMessage.objects.get().state == "sent", 20)
    assert sms_provider.report(live_server.url, message) == 200
    assert SentText.objects.get().state == "delivered"
    values = urlencode({"number": "4790123456", "msg": "STOPP", "id": message["id"]})
    for _ in range(2):
        with urlopen(f"{live_server.url}/sms/{SECRET}/?{values}", timeout=20) as said:
            assert (said.status, said.read()) == (200, b"")
    confirmation = sms_provider.wait(2)[1]
    assert "START" in confirmation["msg"]
    wait_until(lambda: not OutboxMessage.objects.exclude(state="sent").exists(), 20)
    # From here on nothing leaves for this number.
    answers.answer(answers.EXAMPLE, number=KARI, language="nb", now=timezone.now())
    wait_until(lambda: OutboxMessage.objects.filter(state="skipped", reason="stopped").exists(), 20)
    assert len(sms_provider.messages) == 2
    assert costs.spent("", costs.month_of(timezone.now())).messages == 2
