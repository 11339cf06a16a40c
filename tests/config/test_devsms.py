"""The telephones of the first look: kept as Sveve's protocol brings them, shown by number."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from config import devsms


def test_sms_of_the_first_look_are_shown_by_number_the_newest_first(settings, tmp_path):
    settings.DEV_SMSDIR = tmp_path / "sms"
    assert list(devsms.kept()) == []
    devsms.keep("+4790123456", "Blir det?", is_answer=False)
    devsms.keep("+4790123457", "Чи буде?", is_answer=False)
    devsms.keep("+4790123456", "JA 12", is_answer=True)
    texts = list(devsms.kept())
    assert [(text.number[-1], text.is_answer, text.parts.number) for text in texts] == [
        ("6", False, 1),
        ("7", False, 1),
        ("6", True, 1),
    ]
    assert (texts[0].others, texts[1].others[:3]) == ("", "Ч и")


def test_account_says_how_many_are_left():
    answer = devsms.account(RequestFactory().post("/dev/sms/provider/SMS/AccountAdm"))
    assert answer.content == b"1000"


def test_sms_to_a_real_provider_is_not_kept_here(settings):
    with pytest.raises(Http404):
        devsms.keep("+4790123456", "Blir det?", is_answer=False)
