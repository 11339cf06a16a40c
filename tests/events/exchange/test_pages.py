"""JSON-LD as other people's pages have it."""

import json
from datetime import UTC, datetime

import pytest

from core.spreadsheets.reading import UnreadableFile
from events.exchange.pages import read_page_events

CONCERT = {
    "@context": "https://schema.org",
    "@type": "MusicEvent",
    "@id": "https://kultur.example/1",
    "name": "Konsert &amp; kaffe",
    "startDate": "2027-03-12T18:00:00+01:00",
    "endDate": "2027-03-12T20:00:00+01:00",
    "location": {"@type": "Place", "name": "Rådhuset", "address": {"streetAddress": "Torget 1"}},
    "offers": [{"@type": "Offer", "price": "150.00", "priceCurrency": "NOK"}, {"price": 50}],
    "organizer": {"@type": "Organization", "name": "Kulturhuset", "email": "post@kultur.example"},
    "performer": {"@type": "Person", "name": "Kari"},
    "description": "<p>Kom!</p><script>alert(1)</script>",
}


def said(node: object) -> str:
    """As pages write it: a tag in a text must not end the script."""
    return json.dumps(node).replace("</", r"<\/")


def read(*nodes: object):
    scripts = "".join(f'<script type="application/ld+json">{said(node)}</script>' for node in nodes)
    html = f"<!doctype html><script>var x = 1</script>{scripts}<p>Hei"
    return read_page_events(html.encode(), address="https://kultur.example/program")


def test_an_event_of_any_kind_is_understood_and_nobody_named_in_it():
    [found] = read(CONCERT).candidates
    assert (found.title, found.source_uid, found.place) == (
        "Konsert & kaffe",
        "https://kultur.example/1",
        "Rådhuset",
    )
    assert found.starts_at == datetime(2027, 3, 12, 17, tzinfo=UTC)
    assert found.facts == {"price_nok": 150, "category": "kultur"}
    assert (found.organiser_name, found.problems) == ("Kulturhuset", ())
    assert "<" not in found.description
    assert "Kari" not in repr(found)
    assert "post@" not in repr(found)


@pytest.mark.parametrize(
    "whole",
    [
        {"@graph": [{"@type": "WebSite"}, CONCERT]},
        [[CONCERT], CONCERT],
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": CONCERT}]},
        {"@type": "EventSeries", "name": "Vår", "subEvent": [CONCERT]},
        {**CONCERT, "@type": ["Thing", "http://schema.org/Event"]},
    ],
)
def test_graphs_arrays_lists_and_series(whole):
    assert [each.title for each in read(whole).candidates] == ["Konsert & kaffe"]


def test_status_online_all_day_and_dates_of_one_activity():
    cancelled = {**CONCERT, "eventStatus": "https://schema.org/EventCancelled"}
    [found] = read(cancelled).candidates
    assert (found.cancelled, found.proposal) == (True, "cancelled")
    [found] = read({**CONCERT, "eventStatus": "EventPostponed"}).candidates
    assert (found.cancelled, found.proposal) == (False, "postponed")
    online = {**CONCERT, "location": {"@type": "VirtualLocation", "url": "https://meet.example/1"}}
    [found] = read(online).candidates
    assert (found.place, found.online_url) == ("", "https://meet.example/1")
    [found] = read(
        {**CONCERT, "location": {"@type": "VirtualLocation", "url": "javascript:alert(1)"}}
    ).candidates
    assert found.online_url == ""
    [found] = read({**CONCERT, "startDate": "2027-03-12", "endDate": "2027-03-13"}).candidates
    assert (found.all_day, found.ends_at) == (True, datetime(2027, 3, 13, 23, tzinfo=UTC))
    later = {**CONCERT, "startDate": "2027-03-13T18:00", "endDate": "2027-03-13T20:00"}
    found = read(CONCERT, later).candidates
    assert [each.source_uid for each in found] == ["https://kultur.example/1"] * 2
    assert [each.recurrence_id for each in found] == ["20270312T170000Z", "20270313T170000Z"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endDate": None}, "time"),
        ({"startDate": "i morgen"}, "date"),
        ({"startDate": "2027-03-28T02:30:00", "endDate": "2027-03-28T04:00:00"}, "date"),
        ({"name": ""}, "title"),
        ({"offers": {"price": "20", "priceCurrency": "EUR"}}, "price"),
    ],
)
def test_what_is_not_sure_is_asked(change, field):
    [found] = read({**CONCERT, **change}).candidates
    assert [problem.field for problem in found.problems] == [field]


def test_broken_parts_and_deep_ones_are_survived():
    deep: object = CONCERT
    for _step in range(60):
        deep = {"@graph": [deep]}
    assert read(deep).candidates == []
    html = (
        b'<script type="application/ld+json">{"@type": "Event", </script><script type="application/ld+json">'
    )
    found = read_page_events(html + b"[" * 100_000, address="https://a.example")
    assert (list(found.candidates), len(found.problems)) == ([], 2)
    with pytest.raises(UnreadableFile):
        read_page_events(b"\x89PNG\x00\x01\x02\xff", address="https://a.example")


def test_a_slip_in_the_page_is_passed_over():
    """To browsers it is a comment; Python's parser gives up."""
    html = f'<html><![foo]><![CDATA[x]]><script type="application/ld+json">{said(CONCERT)}</script>'
    found = read_page_events(html.encode(), address="https://a.example")
    assert [each.title for each in found.candidates] == ["Konsert & kaffe"]
