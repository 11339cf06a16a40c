"""Who is coming, on paper: six sign-ups on one sheet, without what can only be pressed."""

import re

from django.urls import reverse
from django.utils.translation import override

from events.models import Occurrence
from tests import factories
from tests.browser.pages import Visitors


def six_signups_on_one_sheet(visitors: Visitors) -> None:
    date = Occurrence.objects.get(pk=visitors.world.own.ids["past_date"])
    for name in ("Amal", "Bohdan", "Cristina", "Dmytro", "Eyerusalem"):
        factories.a_signup(date, name=f"{name} Eksempel", phone="90000000")
    page = visitors.of("organiser")
    with override("nb"):
        page.goto(reverse("portal_signups", args=[date.public_id]))
    page.emulate_media(media="print")
    assert page.locator("tbody tr:visible").count() == 6
    assert page.locator("main :is(form, button, .mp-table__action):visible").count() == 0
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="null")
