"""The school holidays of a municipality: its own editor writes them down once a year."""

from datetime import date

import pytest
from django.urls import reverse

from events.models import SchoolHoliday

pytestmark = pytest.mark.django_db
ADDRESS = "wagtailsnippets_events_schoolholiday"
AUTUMN = {"name": "Høstferie", "first_day": "2027-10-04", "last_day": "2027-10-08"}


def test_editor_writes_them_down_and_takes_them_away(client, editor, heroy):
    client.force_login(editor)
    response = client.post(reverse(f"{ADDRESS}:add"), AUTUMN | {"municipality": heroy.pk})
    assert response.status_code == 302
    holiday = SchoolHoliday.objects.get()
    assert (holiday.municipality, holiday.first_day) == (heroy, date(2027, 10, 4))
    assert "Høstferie" in client.get(reverse(f"{ADDRESS}:list")).content.decode()
    assert client.post(reverse(f"{ADDRESS}:delete", args=[holiday.pk])).status_code == 302
    assert not SchoolHoliday.objects.exists()


def test_last_day_is_not_before_the_first(client, editor, heroy):
    client.force_login(editor)
    wrong = AUTUMN | {"municipality": heroy.pk, "last_day": "2027-10-01"}
    assert client.post(reverse(f"{ADDRESS}:add"), wrong).status_code == 200
    assert not SchoolHoliday.objects.exists()


def test_another_municipalitys_are_not_found(client, outsider, heroy):
    holiday = SchoolHoliday.objects.create(
        municipality=heroy, name="Høstferie", first_day=date(2027, 10, 4), last_day=date(2027, 10, 8)
    )
    client.force_login(outsider)
    for view in ("edit", "delete", "history", "inspect"):
        assert client.get(reverse(f"{ADDRESS}:{view}", args=[holiday.pk])).status_code == 404
    assert "Høstferie" not in client.get(reverse(f"{ADDRESS}:list")).content.decode()


def test_the_portal_leads_editors_to_them(client, editor):
    client.force_login(editor)
    assert reverse(f"{ADDRESS}:list") in client.get("/nb/portal/").content.decode()
