"""Who has a thing of others finds that they do, by the address that they signed up with, and is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.clock import local_day
from core.privacy import asking, erasures, held
from core.privacy.held import Shown
from events.lending import borrowers, services
from events.lending.models import Loan, Thing
from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS, NUMBER = "olena@example.org", "+4790123456"


def handed_out(**signup) -> Loan:
    """The sign-up is gone, and the thing is still out."""
    now = timezone.now()
    date = factories.an_occurrence(factories.an_event(admission="sign_up", equipment_to_borrow=True))
    party = factories.a_signup(date, **signup)
    thing = Thing.objects.create(organisation=date.organisation, kind="ski_boots", size="38")
    asked = Loan.objects.create(thing=thing, signup=party, occurrence=date, expires_at=party.expires_at)
    loan = services.hand_out(thing=thing, loan=asked, until=local_day(now) + timedelta(days=30), now=now)
    Signup.objects.filter(pk=party.pk).delete()
    return loan


@pytest.mark.parametrize(
    ("signup", "shown"),
    [({"email": "Olena@Example.org", "phone": NUMBER}, ADDRESS), ({"email": "", "phone": NUMBER}, NUMBER)],
)
def test_what_is_out_is_found_shown_and_forgotten(client, signup, shown):
    loan = handed_out(name="Olena Havryliuk", **signup)
    handed_out(name="Amal", email="amal@example.org")
    token = asking.token_with_name(asking.token_for(shown, now=timezone.now()), "Olena", now=timezone.now())
    text = client.get(f"/en/my-data/all/{token}/").content.decode()
    assert "You have borrowed something" in text
    assert "Ski boots, 38" in text
    assert "Olena Havryliuk" in text
    assert "Amal" not in text
    assert "lending.Loan" in client.get(f"/en/my-data/all/{token}/my-data.json").content.decode()
    assert loan.mark not in text
    client.post(f"/en/my-data/all/{token}/delete/")
    assert [each.borrower for each in Loan.objects.all()] == ["Amal"]
    # The organisation still knows that it is out, and no longer with whom.
    assert Thing.objects.get(pk=loan.thing_id).is_out


def test_another_address_and_a_name_typed_at_the_desk_are_not_found():
    loan = handed_out(name="Olena", email=ADDRESS)
    other = Thing.objects.create(organisation=loan.thing.organisation, kind="skis")
    now = timezone.now()
    services.hand_out(thing=other, borrower="Olena", until=local_day(now), now=now)
    assert list(borrowers.loans_of(Shown(addresses=("other@example.org",)))) == []
    assert list(borrowers.loans_of(Shown())) == []
    assert list(borrowers.loans_of(Shown(addresses=(ADDRESS,)))) == [loan]


def test_it_is_found_after_the_key_was_changed(settings):
    loan = handed_out(email=ADDRESS)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    assert list(borrowers.loans_of(Shown(addresses=(ADDRESS,)))) == [loan]


def test_a_backup_brings_no_borrower_back_and_no_thing_home():
    loan = handed_out(name="Olena", email=ADDRESS)
    held.erase(Shown(addresses=(ADDRESS,)), now=timezone.now())
    loan.save(force_insert=True)
    done = erasures.do_again(now=timezone.now())
    assert (done["borrower"], done["loan"]) == (1, 0)
    assert not Loan.objects.exists()
    assert Thing.objects.get(pk=loan.thing_id).is_out
