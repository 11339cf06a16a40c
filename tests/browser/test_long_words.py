"""Norwegian makes one word of many: no page is wider than a phone because of one, however it is read."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests import factories
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# 60 letters; a real one has 35 ("flerkulturellungdomsorganisasjonen").
WORD = "Flyktninghjelpsorganisasjonssamarbeidsutvalgsmedlemsmøtedagen"


def test_no_page_is_wider_than_a_phone_because_of_a_long_word(live_server, browser, client):
    municipality = factories.a_municipality()
    organisation = factories.an_organisation(WORD, municipality=municipality)
    organiser = factories.a_member(organisation, user=factories.a_user(WORD))
    venue = factories.a_venue(WORD, address=WORD, municipality=municipality)
    event = factories.an_event(
        WORD, organisation=organisation, venue=venue, admission="sign_up", description=f"{WORD} {WORD}"
    )
    factories.a_municipality_page(municipality, intro=f"<p>{WORD}</p>", host_name=WORD)
    factories.a_municipality_page(municipality, language="ar")
    occurrence = factories.an_occurrence(event)
    signup = factories.a_signup(occurrence, name=WORD)
    client.force_login(organiser)
    context = browser.new_context(viewport=PHONE, base_url=live_server.url)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    wide = []
    for language in ("nb", "ar"):
        with override(language):
            addresses = [
                reverse("event_list", args=["heroy-nordland"]),
                reverse("event_list", args=["heroy-nordland"]) + "?view=series",
                reverse("event_detail", args=["heroy-nordland", occurrence.public_id]),
                reverse("sign_up", args=["heroy-nordland", occurrence.public_id]),
                reverse("wagtail_serve", args=["heroy-nordland/"]),
                reverse("portal"),
                reverse("portal_events"),
                reverse("portal_event", args=[event.pk]),
                reverse("portal_event_edit", args=[event.pk]),
                reverse("portal_date", args=[occurrence.public_id]),
                reverse("portal_date_move", args=[occurrence.public_id]),
                reverse("portal_date_cancel", args=[occurrence.public_id]),
                reverse("portal_signups", args=[occurrence.public_id]),
                reverse("portal_signup_cancel", args=[signup.pk]),
                reverse("portal_door", args=[occurrence.public_id]),
            ]
        for address in addresses:
            assert page.goto(address).status == 200, address
            width = page.evaluate("document.scrollingElement.scrollWidth")
            if width > PHONE["width"]:
                wide.append((address, width))
    assert wide == []
