"""The host's way: from those who wait to what was given; and files that are nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newcomers.welcome.booklet import making, services
from newcomers.welcome.booklet.models import PrintJob
from newcomers.welcome.models import Delivery
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.newcomers.welcome.booklet.jobs import in_chinese, on_paper, ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client, campaign):
    user = factories.a_user("Host Eksempel")
    grant_role(user=user, role="host", municipality=campaign.municipality)
    client.force_login(user)
    return client


def test_host_makes_prints_and_gives_booklets(host, campaign):
    deliveries = on_paper(campaign, 2)
    address = reverse("booklet_list", args=[campaign.municipality_id])
    page = host.get(address).content.decode()
    assert "Person nb 0" in page
    chosen = [each.pk for each in deliveries]
    typed = {"chosen": chosen, "sheet": "63x38", "first": "3", "form_number": "a" * 32}
    assert 'name="form_number"' in page
    answer = host.post(address, typed)
    # Pressed twice it is one file.
    assert host.post(address, typed)["Location"] == answer["Location"]
    job = PrintJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("booklet_job", args=[job.pk]))
    assert (job.total, job.sheet, job.first) == (2, "63x38", 3)
    assert "0" in host.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    making.make_waiting()
    print_file = reverse("booklet_job_file", args=[job.pk, "print"])
    assert print_file in host.get(answer["Location"]).content.decode()
    file = host.get(print_file)
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "no-store")
    given = host.post(answer["Location"], {"chosen": chosen[:1], "how": "handed"})
    assert given.status_code == 302
    assert Delivery.objects.get(pk=chosen[0]).state == "sent"
    # A file that is over says so, and how to have it again.
    services.end_old(now=timezone.now() + services.KEPT)
    gone = host.get(print_file, follow=True)
    assert gone.redirect_chain
    again = host.post(reverse("booklet_job_again", args=[job.pk]))
    assert again.status_code == 302
    job.refresh_from_db()
    assert job.state == "waiting"


def test_nobody_chosen_is_said_and_nothing_is_made(host, campaign):
    on_paper(campaign)
    address = reverse("booklet_list", args=[campaign.municipality_id])
    answer = host.post(address, {"sheet": "70x37"})
    assert answer.status_code == 200
    assert not PrintJob.objects.exists()


def test_others_see_nothing(client, campaign):
    job = ordered(campaign, on_paper(campaign))
    stranger = factories.a_user("Stranger")
    grant_role(user=stranger, role="host", municipality=factories.a_municipality("1811", "Bindal"))
    client.force_login(stranger)
    for address in (
        reverse("booklet_list", args=[campaign.municipality_id]),
        reverse("booklet_job", args=[job.pk]),
        reverse("booklet_job_file", args=[job.pk, "print"]),
        reverse("booklet_step", args=[campaign.step_id]),
        reverse("booklet_file", args=[campaign.step_id, "nb", "print"]),
        reverse("booklet_paper", args=[campaign.municipality_id, "poster-a4"]),
    ):
        assert client.get(address).status_code == 404


def test_step_as_a_booklet_says_what_is_not_printed_as_written(host, campaign):
    step = campaign.step
    step.subject = "Velkommen 🎉 hit"
    step.save_revision().publish()
    page = host.get(reverse("booklet_step", args=[step.pk])).content.decode()
    assert "🎉" in page
    assert reverse("booklet_file", args=[step.pk, "uk", "print"]) in page


@pytest.mark.parametrize("form", ["print", "screen"])
def test_booklet_without_a_name_is_made_once_for_everybody(host, campaign, settings, tmp_path, form):
    from core.typesetting import services as typesetting
    from core.typesetting.models import MadeFile

    settings.MEDIA_ROOT = tmp_path
    address = reverse("booklet_file", args=[campaign.step_id, "ar", form])
    first = host.get(address)
    assert (first["Content-Type"].split(";")[0], first["Refresh"]) == ("text/html", "2")
    typesetting.make(pk=MadeFile.objects.get().pk, now=timezone.now())
    assert host.get(address)["Content-Type"] == "application/pdf"
    assert host.get(reverse("booklet_file", args=[campaign.step_id, "xx", form])).status_code == 404


@pytest.mark.parametrize("kind", ["poster-a4", "poster-a3", "card"])
def test_poster_and_card_are_made(host, campaign, kind):
    address = reverse("booklet_paper", args=[campaign.municipality_id, kind])
    assert host.get(address)["Refresh"] == "2"
    assert host.get(reverse("booklet_paper", args=[campaign.municipality_id, "x"])).status_code == 404


def test_before_anything_is_printed_the_host_is_told_what_cannot_be(host, campaign):
    in_chinese(campaign)
    delivery = on_paper(campaign, language="zh-hans")[0]
    delivery.newcomer.name = "王伟"
    delivery.newcomer.save()
    page = host.get("/en" + reverse("booklet_list", args=[campaign.municipality_id])[3:]).content.decode()
    assert "the booklet is printed in English" in page.replace("\u2068", "").replace("\u2069", "")
    assert "write it by hand" in page
    assert page.count("write it by hand") == 1


def test_what_was_noted_by_mistake_is_taken_back_by_a_button(host, client, outsider, campaign):
    job = ordered(campaign, on_paper(campaign))
    delivery = job.deliveries.get()
    address = reverse("booklet_job", args=[job.pk])
    host.post(address, {"chosen": [delivery.pk], "how": "posted"})
    back = reverse("booklet_take_back", args=[delivery.pk])
    assert back in host.get(address).content.decode()
    assert host.get(back).status_code == 405
    answer = host.post(back)
    assert answer["Location"] == address
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at) == ("queued", None)
    # Pressed twice nothing more happens.
    assert host.post(back).status_code == 302
    client.force_login(outsider)
    assert client.post(back).status_code == 404
