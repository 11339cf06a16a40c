"""Two colleagues work on one activity: whoever saves second sees both, and nothing is overwritten unseen."""

from datetime import date

import pytest
from django.utils import timezone

from events.models import Draft, Event
from events.moderation.services import approve
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(organisation):
    return factories.a_member(organisation)


def opened(client, event: Event, step: str = "what") -> dict[str, object]:
    """The step as a browser has it: its fields, its number, and the version that it was read at."""
    response = client.get(f"/en/portal/events/{event.pk}/steps/{step}/")
    form = response.context["form"]
    html = response.content.decode()
    number = html.split('name="form_number" value="')[1].split('"')[0]
    values = {field.html_name: field.value() for field in form.visible_fields}
    values = {name: value for name, value in values.items() if value not in (None, False, "")}
    return {**values, "form_number": number, "read_version": form.version}


def send(client, event: Event, values: dict[str, object], step: str = "what", **changes: object):
    return client.post(f"/en/portal/events/{event.pk}/steps/{step}/", {**values, **changes})


def test_second_of_two_who_save_a_step_sees_both(walk, client, organiser, colleague):
    event = walk()
    mine = opened(client, event)
    client.force_login(colleague)
    theirs = opened(client, event)
    assert send(client, event, theirs, title="Fra kollegaen").status_code == 302
    client.force_login(organiser)
    clash = send(client, event, mine, title="Min tittel")
    assert clash.status_code == 409
    assert "Somebody else has changed this meanwhile" in clash.content.decode()
    [difference] = clash.context["form"].differences
    assert (difference.stands, difference.written) == ("Fra kollegaen", "Min tittel")
    assert Event.objects.get(pk=event.pk).title == "Fra kollegaen"
    # Once more, with both seen.
    again = {**mine, "title": "Min tittel", "read_version": clash.context["form"].version}
    assert send(client, event, again).url.endswith("/steps/when/")
    assert Event.objects.get(pk=event.pk).title == "Min tittel"


def test_what_is_only_kept_is_overwritten_by_nobody(walk, client, organiser, colleague):
    event = walk()
    mine = opened(client, event, "when")
    client.force_login(colleague)
    theirs = opened(client, event, "when")
    assert send(client, event, theirs, "when", first_date="12.1.", keep="1").status_code == 204
    client.force_login(organiser)
    assert send(client, event, mine, "when", first_date="13.1.", keep="1").status_code == 409
    for button in ({"next": "1"}, {"later": "1"}, {"to": "what"}, {"preview": "1"}):
        assert send(client, event, mine, "when", first_date="13.1.", **button).status_code == 409
    assert Draft.objects.get().typed["when"]["first_date"] == ["12.1."]


def test_own_saving_on_the_way_clashes_with_nothing(walk, client):
    event = walk("nothing")
    page = opened(client, event)
    # A field is left, and then the next: each is kept by itself, the first title in its place.
    for title in ("Str", "Strikke", "Strikkekafé"):
        assert send(client, event, page, title=title, keep="1").status_code == 204
    assert send(client, event, page, title="Strikkekafé", category="handarbeid").status_code == 302
    # Back in the browser's history, and on once more.
    assert send(client, event, page, title="Strikkekveld", category="handarbeid").status_code == 302
    # Somebody who comes back the next day has a page of their own.
    assert send(client, event, opened(client, event), title="Strikk").status_code == 302
    assert Event.objects.get(pk=event.pk).title == "Strikk"


def test_colleague_on_the_one_page_counts_too(walk, client, typed, organiser, colleague):
    event = walk()
    mine = opened(client, event)
    send(client, event, mine, keep="1", title="Halvveis")
    client.force_login(colleague)
    client.post(f"/nb/portal/events/{event.pk}/edit/", typed(title="På én side", draft="1"))
    client.force_login(organiser)
    assert send(client, event, mine, title="Halvveis").status_code == 409


def test_published_activity_shows_both_too(publish, client, typed, organiser, colleague):
    event = publish(until=date(2027, 2, 2))
    approve(event=event, user=None, now=timezone.now())
    url = f"/en/portal/events/{event.pk}/edit/"
    read_at = client.get(url).context["form"].version
    values = typed(until=date(2027, 2, 2), venue=event.venue_id, read_version=read_at)
    for name in ("venue_name", "venue_address", "venue_postcode", "venue_place"):
        del values[name]
    client.force_login(colleague)
    assert client.post(url, {**values, "title": "Fra kollegaen"}).status_code == 302
    client.force_login(organiser)
    clash = client.post(url, {**values, "title": "Min tittel"})
    assert clash.status_code == 409
    assert ("Fra kollegaen", "Min tittel") in [
        (each.stands, each.written) for each in clash.context["form"].differences
    ]


def test_what_is_published_is_what_was_looked_at(walk, client, organisation, organiser, colleague):
    # The place stands there from last time.
    factories.an_event(organisation=organisation)
    event = walk()
    for step, changes in (("what", {}), ("when", {"first_date": "2027-01-12"}), ("where", {}), ("who", {})):
        send(client, event, opened(client, event, step), step, next="1", **changes)
    url = f"/en/portal/events/{event.pk}/steps/look/"
    page = client.get(url)
    seen = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    client.force_login(colleague)
    send(client, event, opened(client, event), title="Fra kollegaen", next="1")
    client.force_login(organiser)
    again = client.post(url, {"publish": "1", "seen": seen})
    event.refresh_from_db()
    assert (again.status_code, event.state) == (409, "draft")
    assert "Fra kollegaen" in again.content.decode()
    seen = again.content.decode().split('name="seen" value="')[1].split('"')[0]
    published = client.post(url, {"publish": "1", "seen": seen})
    assert published.status_code == 302, published.context["missing"]
