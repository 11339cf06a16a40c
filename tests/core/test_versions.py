"""Two tabs, or two colleagues: the second to save undoes nothing unseen."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.markup import form_values
from tests.proving import at_once, rounds

pytestmark = pytest.mark.django_db


def opened(client, url: str) -> dict[str, object]:
    """What a browser would send from the page's own form if nothing was touched."""
    return form_values(client.get(url).content.decode())


class TestActivity:
    @pytest.fixture
    def url(self, client, organiser, organisation):
        client.force_login(organiser)
        event = factories.an_event(organisation=organisation, title="Kafé", live=False)
        factories.a_series(event)
        return reverse("portal_event_edit", args=[event.pk])

    def save(self, client, url, values, **changes):
        return client.post(url, {**values, "draft": "1", **changes})

    def title(self) -> str:
        return Event.objects.get().get_latest_revision_as_object().source_text.title

    def test_second_is_shown_both_and_may_choose(self, client, url):
        mine, theirs = opened(client, url), opened(client, url)
        assert self.save(client, url, theirs, title="Deres kafé").status_code == 302
        clash = self.save(client, url, mine, title="Min kafé")
        page = clash.content.decode()
        assert clash.status_code == 409
        assert self.title() == "Deres kafé"
        assert re.search(r"Deres kafé.*Min kafé", page, re.DOTALL)
        again = form_values(page)
        assert again["title"] == "Min kafé"
        assert self.save(client, url, again).status_code == 302
        assert self.title() == "Min kafé"

    def test_what_was_not_changed_meanwhile_is_saved_at_once(self, client, url):
        values = opened(client, url)
        assert self.save(client, url, values, title="Ny").status_code == 302
        assert self.title() == "Ny"

    def test_looking_at_the_dates_does_not_hide_a_clash(self, client, url):
        mine, theirs = opened(client, url), opened(client, url)
        self.save(client, url, theirs, title="Deres kafé")
        assert client.post(url, {**mine, "preview": "1"}).status_code == 409


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(rounds(short=2, whole=20)))
def test_of_many_at_the_same_moment_one_is_saved_and_the_others_are_shown_it(organiser, organisation, turn):
    event = factories.an_event(organisation=organisation, title="Kafé", live=False)
    factories.a_series(event)
    url = reverse("portal_event_edit", args=[event.pk])
    tabs = [Client() for _number in range(4)]
    for tab in tabs:
        tab.force_login(organiser)
    values = opened(tabs[0], url)

    def save(number: int) -> int:
        return tabs[number].post(url, {**values, "draft": "1", "title": f"Kafé {number}"}).status_code

    assert sorted(at_once(save, range(4))) == [302, 409, 409, 409]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(rounds(short=2, whole=20)))
def test_of_many_notes_at_the_same_moment_one_is_kept_and_the_others_are_shown_it(
    organiser, organisation, turn
):
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    url = reverse("portal_date_note", args=[date.public_id])
    tabs = [Client() for _number in range(4)]
    for tab in tabs:
        tab.force_login(organiser)

    def write(number: int) -> int:
        return tabs[number].post(url, {"note": f"Ta med {number}.", "version": 0}).status_code

    assert sorted(at_once(write, range(4))) == [302, 409, 409, 409]


def rows(heroy) -> list[tuple[object, str, str]]:
    """A row of each kind without drafts, its page, and a field of it."""
    organisation, venue = factories.an_organisation(municipality=heroy), factories.a_venue(municipality=heroy)
    return [
        (organisation, reverse("portal_organisation_edit", args=[organisation.pk]), "name"),
        (venue, reverse("portal_venue_edit", args=[venue.pk]), "name"),
    ]


@pytest.mark.parametrize("number", [0, 1])
def test_editors_second_save_of_any_row_is_shown_both(client, editor, heroy, number):
    row, url, field = rows(heroy)[number]
    client.force_login(editor)
    mine, theirs = opened(client, url), opened(client, url)
    assert mine["read_version"]
    assert client.post(url, {**theirs, field: "Deres"}).status_code == 302
    clash = client.post(url, {**mine, field: "Mitt"})
    row.refresh_from_db()
    page = clash.content.decode()
    assert (clash.status_code, getattr(row, field)) == (409, "Deres")
    assert re.search(r"Deres.*Mitt", page, re.DOTALL)
    assert client.post(url, form_values(page)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Mitt"


# Wagtail's script makes these fields.
WORDS = {
    "key": "a",
    "text": "Hei",
    "type": "unstyled",
    "depth": 0,
    "inlineStyleRanges": [],
    "entityRanges": [],
}
BODY = {
    "body-count": "1",
    "body-0-type": "letter",
    "body-0-order": "0",
    "body-0-deleted": "",
    "body-0-value-text": json.dumps({"blocks": [WORDS], "entityMap": {}}),
    "body-0-value-signature": "Kari",
    "body-0-value-role": "",
}


@pytest.mark.parametrize("kind", ["step", "page"])
def test_words_of_the_editors_are_not_undone_either(client, editor, heroy, kind):
    """Wagtail itself warns by a script, and saves over what was saved."""
    grant_role(user=editor, role=Role.HOST, municipality=heroy)
    client.force_login(editor)
    step, page = factories.a_step(municipality=heroy), factories.a_municipality_page(heroy)
    row, url, form_field = {
        "step": (step, f"/admin/snippets/welcome/packagestep/edit/{step.pk}/", "subject"),
        "page": (page, f"/admin/pages/{page.pk}/edit/", "greeting"),
    }[kind]
    mine, theirs = [{**opened(client, url), **(BODY if kind == "step" else {})} for _each in range(2)]
    written = ["https://a.example/", "https://b.example/"]
    first = client.post(url, {**theirs, form_field: written[0]})
    assert first.status_code == 302, first.context["form"].errors
    clash = client.post(url, {**mine, form_field: written[1]})
    assert clash.status_code == 200
    newest = type(row).objects.get(pk=row.pk).get_latest_revision_as_object()
    assert getattr(newest, form_field) == written[0]
