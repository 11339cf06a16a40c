"""A made-up weather warning for the first look, at /dev/weather/: a feed of our own, asked as MET is.

Only wired up when `DEV_MAILDIR` is set. Nothing is warned of until somebody presses the button there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.models import WeatherWarning
from events.warnings.services import poll
from organisations.models import Municipality

KEY = "dev-weather"
LASTS = timedelta(hours=30)
# Degrees around a municipality's centre.
NORTH, EAST = 0.3, 0.7
LEVELS = {"orange": "3; orange; Severe", "red": "4; red; Extreme"}
FEED = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{}</channel></rss>'
ITEM = "<item><title>Oppdiktet</title><link>{link}</link><guid>{identifier}</guid></item>"
INFO = """<info><language>{language}</language><event>{event}</event>
<eventCode><valueName>eventType</valueName><value>wind</value></eventCode>
<onset>{begins}</onset><expires>{ends}</expires>
<parameter><valueName>eventAwarenessName</valueName><value>{event}</value></parameter>
<parameter><valueName>awareness_level</valueName><value>{level}</value></parameter>
<area><areaDesc>{area}</areaDesc><polygon>{polygon}</polygon></area></info>"""
CAP = """<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier}</identifier><sender>nobody@moteplass.example</sender><sent>{begins}</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{infos}</alert>"""


@dataclass(frozen=True)
class MadeUp:
    """What somebody wants to be warned of."""

    identifier: str
    colour: str
    area: str
    latitude: float
    longitude: float
    begins: datetime

    def cap(self) -> str:
        corners = [(-NORTH, -EAST), (-NORTH, EAST), (NORTH, EAST), (NORTH, -EAST), (-NORTH, -EAST)]
        said = {
            "begins": self.begins.isoformat(),
            "ends": (self.begins + LASTS).isoformat(),
            "level": LEVELS[self.colour],
            "area": escape(self.area),
            "polygon": " ".join(f"{self.latitude + n},{self.longitude + e}" for n, e in corners),
        }
        infos = INFO.format(language="no", event="Oppdiktet varsel", **said)
        infos += INFO.format(language="en-GB", event="Made-up warning", **said)
        return CAP.format(identifier=self.identifier, infos=infos, begins=said["begins"])


@require_http_methods(["GET", "HEAD", "POST"])
def weather(request: HttpRequest) -> HttpResponse:
    """What is warned of, and the buttons to warn and to end it."""
    now = timezone.now()
    if request.method == "POST":
        colour = request.POST.get("colour", "")
        if colour in LEVELS:
            town = get_object_or_404(Municipality, pk=request.POST.get("municipality", "")[:4])
            position = float(town.latitude), float(town.longitude)
            cache.set(KEY, MadeUp(f"made-up.{now:%Y%m%d%H%M%S}", colour, town.name, *position, now), None)
        else:
            cache.delete(KEY)
        poll(now=now, at_once=True)
        return redirect("dev_weather")
    warnings = WeatherWarning.objects.in_force(now)
    towns = Municipality.objects.active().by_name()
    return render(request, "dev/weather.html", {"warnings": warnings, "municipalities": towns})


def current(request: HttpRequest) -> HttpResponse:
    """The feed; with `?cap=` the file of one warning, as MET's."""
    made_up: MadeUp | None = cache.get(KEY)
    wanted = request.GET.get("cap")
    if wanted is None:
        link = request.build_absolute_uri(reverse("dev_weather_feed"))
        items = (
            ITEM.format(link=f"{link}?cap={made_up.identifier}", identifier=made_up.identifier)
            if made_up
            else ""
        )
        return HttpResponse(FEED.format(items), content_type="application/rss+xml")
    if made_up is None or wanted != made_up.identifier:
        raise Http404
    return HttpResponse(made_up.cap(), content_type="application/xml")
