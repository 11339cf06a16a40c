"""Every name that people have for where they live, and what it finds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organisations.gazetteer import load_places
from organisations.models import Municipality, Place, PlaceName, find_places
from organisations.naming import search_form

# What somebody types, and the one place that it is sure to mean: its name, and its kommunenummer or region.
SURE = {
    # Named in what was asked for.
    "Mosjøen": ("Mosjøen", "1824"),
    "Leknes": ("Leknes", "1860"),
    "Stokmarknes": ("Stokmarknes", "1866"),
    "8850": ("8850 Herøy", "1818"),
    "Буде": ("Bodø", "1804"),
    "نارفيك": ("Narvik", "1806"),
    "Sandnessjøen": ("Sandnessjøen", "1820"),
    "Ballangen": ("Ballangen", "1806"),
    "Lofoten": ("Lofoten", "lofoten"),
    "Vesterålen": ("Vesterålen", "vesteralen"),
    "Salten": ("Salten", "salten"),
    "Helgeland": ("Helgeland", "helgeland"),
    "Ofoten": ("Ofoten", "ofoten"),
    "Nordland": ("Nordland", "nordland"),
    "هيروي": ("Herøy", "1818"),
    # Towns and villages.
    "Bodø": ("Bodø", "1804"),
    "bodo": ("Bodø", "1804"),
    "BODØ": ("Bodø", "1804"),
    "Narvik": ("Narvik", "1806"),
    "Mo i Rana": ("Mo i Rana", "1833"),
    "mo i rana": ("Mo i Rana", "1833"),
    "Mo": ("Mo i Rana", "1833"),
    "Svolvær": ("Svolvær", "1865"),
    "svolvaer": ("Svolvær", "1865"),
    "Brønnøysund": ("Brønnøysund", "1813"),
    "Sortland": ("Sortland", "1870"),
    "Andenes": ("Andenes", "1871"),
    "Henningsvær": ("Henningsvær", "1865"),
    "Nusfjord": ("Nusfjord", "1859"),
    "Å": ("Å", "1874"),
    "Reine": ("Reine", "1874"),
    "Kjøpsvik": ("Kjøpsvik", "1806"),
    "Gásluokta": ("Kjøpsvik", "1806"),
    "Inndyr": ("Inndyr", "1838"),
    "Terråk": ("Terråk", "1811"),
    "Silvalen": ("Silvalen", "1818"),
    "Hommelstø": ("Hommelstø", "1813"),
    "Bø i Vesterålen": ("Bø i Vesterålen", "1867"),
    # Islands that people say.
    "Lovund": ("Lovund", "1834"),
    "Røst": ("Røst", "1856"),
    "Værøy": ("Værøy", "1857"),
    "Vaeroy": ("Værøy", "1857"),
    "Myken": ("Myken", "1836"),
    "Skrova": ("Skrova", "1865"),
    # Numbers.
    "1818": ("Herøy", "1818"),
    "1804": ("Bodø", "1804"),
    "1870": ("Sortland", "1870"),
    "1854": ("Ballangen", "1806"),
    "1805": ("Narvik", "1806"),
    "8370": ("8370 Leknes", "1860"),
    "8370 Leknes": ("8370 Leknes", "1860"),
    "٨٨٥٠": ("8850 Herøy", "1818"),
    "0301": ("Oslo", "0301"),
    # As people write a municipality.
    "Bodø kommune": ("Bodø", "1804"),
    "Herøy, Nordland": ("Herøy", "1818"),
    "Herøy i Nordland": ("Herøy", "1818"),
    "Våler i Innlandet": ("Våler", "3419"),
    "Nes i Vega": ("Nes", "1815"),
    # Sámi and Kven.
    "Raane": ("Rana", "1833"),
    "Hábmer": ("Hamarøy", "1875"),
    "habmer": ("Hamarøy", "1875"),
    "Suortá": ("Sortland", "1870"),
    "Bådåddjo": ("Bodø", "1804"),
    "Mussere": ("Mosjøen", "1824"),
    "Áhkanjárga": ("Narvik", "1806"),
    "Omasvuono": ("Storfjord", "5538"),
    # Cyrillic and Arabic.
    "Нарвік": ("Narvik", "1806"),
    "Нарвик": ("Narvik", "1806"),
    "Херёй": ("Herøy", "1818"),
    "Мушеен": ("Mosjøen", "1824"),
    "Лекнес": ("Leknes", "1860"),
    "Лофотен": ("Lofoten", "lofoten"),
    "Гельгеланд": ("Helgeland", "helgeland"),
    "Сволвер": ("Svolvær", "1865"),
    "بودو": ("Bodø", "1804"),
    "بُودُو": ("Bodø", "1804"),
    "ليكنيس": ("Leknes", "1860"),
    "لوفوتن": ("Lofoten", "lofoten"),
    "فاوسكة": ("Fauske", "1841"),
    "أوسلو": ("Oslo", "0301"),
    "اوسلو": ("Oslo", "0301"),
    # Not with us.
    "Oslo": ("Oslo", "0301"),
    "Bergen": ("Bergen", "4601"),
    "Sandnes": ("Sandnes", "1108"),
    "Løten": ("Løten", "3412"),
    "Salangen": ("Salangen", "5522"),
    "Skedsmo": ("Skedsmo", "3205"),
}


# Names that several have: who they are, by kommunenummer.
ASKED = {
    "Herøy": {"1515", "1818"},
    "heroy": {"1515", "1818"},
    "Våler": {"3114", "3419"},
    "Bø": {"1848", "1867", "4020"},
    "Nes": {"1815", "1875", "3228"},
    "Berg": {"1812", "5530"},
    "Os": {"3430", "4624"},
    "Tysfjord": {"1806", "1875"},
    "Tysfjorden": set(),
    "Hinnøya": {"1851", "1865", "1866", "1870", "1871", "5503"},
    "Vik": {"1812", "4639"},
    "Halsa": {"1837", "5055"},
}
# Beginnings and typing errors: what stands first.
LIKE = {
    "bod": "Bodø",
    "sandnessj": "Sandnessjøen",
    "mosj": "Mosjøen",
    "vestv": "Vestvågøy",
    "Svolver": "Svolvær",
    "Bodo kommun": "Bodø",
    "Stokmarknæs": "Stokmarknes",
    "Сандн": "Sandnessjøen",
    "Мосьйоен": "Mosjøen",
    "نرفيك": "Narvik",
    "Trondhjem": "Trondheim",
}
# What finds nothing, or anything, and never an error.
ROUGH = [
    *(
        "",
        " ",
        "   \t",
        "%",
        "%_\\",
        "_",
        "\\",
        "'",
        '"; drop table',
        "🙂",
        "🙂🙂Bodø",
        "—",
        "ь",
        "\x00",
        "Bo\x00dø",
    ),
    *("x" * 10_000, "ø" * 10_000, "ي" * 10_000, "й" * 10_000, "Bodø Буде بودو", "1" * 500, "88 50", "NULL"),
    *("a i b", " i ", ", ", "Bodø,", "\u202eBodø", "ﷺ" * 200, "\ud7ff", "İstanbul" * 20),
]


@pytest.fixture
def gazetteer(demonstration_data) -> None:
    """All of it, as it was loaded beside the demonstration."""


def sure(text: str) -> tuple[str, str] | None:
    """The name and number of the one place that `text` is the whole name of."""
    found = [place for place in find_places(text) if place.is_exact]
    if len(found) != 1:
        return None
    return found[0].name, found[0].region or found[0].municipality.pk


def test_names_find_their_places(gazetteer):
    assert {text: sure(text) for text in SURE} == SURE
    asked = {text: {place.municipality.pk for place in find_places(text) if place.is_exact} for text in ASKED}
    assert asked == ASKED
    assert {text: find_places(text)[0].name for text in LIKE} == LIKE
    assert len(SURE) + len(ASKED) + len(LIKE) > 100


def test_exact_name_or_beginning_beats_a_likeness(gazetteer):
    for text in ["Sandnessjøen", "Ballangen", "Lofoten", "Berg", "Mosjøen"]:
        wanted = search_form(text)
        assert all(f" {wanted}" in f" {search_form(place.matched)}" for place in find_places(text)), text


def test_every_municipality_centre_and_region_of_nordland_has_its_names_in_three_scripts(gazetteer):
    def scripts(names: list[str]) -> set[str]:
        return {
            "cyrillic"
            if "\u0400" <= name[0] <= "\u04ff"
            else "arabic"
            if "\u0600" <= name[0] <= "\u06ff"
            else ""
            for name in names
        } - {""}

    nordland = Municipality.objects.filter(county__fylkesnummer="18")
    missing = []
    for place in nordland:
        whole = list(
            PlaceName.objects.filter(place__slug=f"municipality-{place.pk}").values_list("name", flat=True)
        )
        centre = PlaceName.objects.filter(
            place__municipality=place, place__name__startswith=place.admin_centre
        )
        centres = [
            *centre.values_list("name", flat=True),
            *(whole if place.admin_centre == place.name else []),
        ]
        missing += [f"{place}" for _ in [1] if scripts(whole) != {"cyrillic", "arabic"}]
        missing += [
            f"{place}: {place.admin_centre}" for _ in [1] if scripts(centres) != {"cyrillic", "arabic"}
        ]
    for slug in ["nordland", "lofoten", "vesteralen", "salten", "helgeland", "ofoten"]:
        names = list(PlaceName.objects.filter(place__slug=f"region-{slug}").values_list("name", flat=True))
        missing += [slug for _ in [1] if scripts(names) != {"cyrillic", "arabic"}]
    assert missing == []


def test_districts_divide_nordland(gazetteer):
    members = {
        region.slug: set(region.municipalities.values_list("pk", flat=True))
        for region in Municipality.regions.rel.model.objects.filter(kind="district")
    }
    assert {slug: len(places) for slug, places in members.items()} == {
        **{"helgeland": 18, "salten": 9, "ofoten": 3, "lofoten": 6, "vesteralen": 5}
    }
    assert set().union(*members.values()) == set(
        Municipality.objects.filter(county__fylkesnummer="18").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("text", ROUGH, ids=range(len(ROUGH)))
def test_anything_typed_costs_two_queries_at_the_most(db, heroy, django_assert_max_num_queries, text):
    with django_assert_max_num_queries(2):
        assert isinstance(find_places(text), list)


def test_search_costs_the_same_however_much_there_is(gazetteer, django_assert_num_queries):
    for text in ["Lovund", "Bø", "s", "hærøy"]:
        with django_assert_num_queries(2):
            find_places(text)


def test_loading_places_again_changes_nothing(gazetteer):
    before = list(Place.objects.order_by("pk").values())
    names = list(PlaceName.objects.order_by("pk").values())
    load_places()
    assert list(Place.objects.order_by("pk").values()) == before
    assert list(PlaceName.objects.order_by("pk").values()) == names


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of postcodes with these rows, and says where it is."""

    def write(
        *rows: str, header: str = "postnummer,poststed,kommunenummer,kommune,lat,lon,quality_bolstad"
    ) -> Path:
        path = tmp_path / "postcodes.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def test_what_an_operator_brings_is_found(gazetteer, file):
    path = file(
        "3830,ULEFOSS,4016,Nome,59.28070,9.26330,1",
        "3833,BØ I TELEMARK,4020,Midt-Telemark,,,",
        "0001,OSLO,0301,Oslo,59.91,10.75,1",
        "9999,INGENSTEDS,2111,Spitsbergen,78.2,15.6,1",
    )
    call_command("load_places", str(path), verbosity=0)
    assert sure("ulefoss") == ("Ulefoss", "4016")
    assert sure("3833") == ("3833 Bø i Telemark", "4020")
    assert sure("Oslo") == ("Oslo", "0301")
    assert sure("Ingensteds") is None
    assert sure("8850") == ("8850 Herøy", "1818")


def test_loading_costs_the_same_for_one_row_and_for_three(gazetteer, file, django_assert_num_queries):
    rows = [f"383{number},Stedet{number},4016,Nome,59.28,9.26,1" for number in range(3)]
    for path in (file(*rows[:1]), file(*rows)):
        load_places(path=path)
        with django_assert_num_queries(8):
            load_places(path=path)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("885,Herøy,1818,Herøy,,,", "Line 2, column postnummer"),
        ("8850,Herøy,18,Herøy,,,", "Line 2, column kommunenummer"),
        ("8850,,1818,Herøy,,,", "Line 2, column poststed"),
        ("8850,Herøy,1818,Herøy,north,12.2,", "Line 2, column lat"),
        ("8850,Herøy,1818,Herøy,65.9,,", "Line 2, column lon"),
    ],
)
def test_loading_a_bad_row_says_where_and_keeps_nothing(db, file, row, says):
    with pytest.raises(CommandError, match=says):
        call_command("load_places", str(file(row)))
    assert not Place.objects.exists()
