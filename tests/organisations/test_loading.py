"""All of Norway's municipalities, from the project's own file and from others in its form."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organisations.loading import (
    MUNICIPALITIES,
    BadFileError,
    load_municipalities,
    load_regions,
)
from organisations.models import Municipality, MunicipalityName, Place, Region

HEADER = (
    "kommunenummer,name,name_official,name_se,name_smj,name_sma,name_fkv,fylkesnummer,fylkesnavn,"
    "admin_centre,lat,lon,population,maalform"
)
HEROY = "1818,Herøy,Herøy,,,,,18,Nordland,Silvalen,65.98,12.29,1896,neutral"
HAMAROY = "1875,Hamarøy,Hábmer - Hamarøy,,Hábmer,,,18,Nordland,Oppeid,68.09,15.61,2729,neutral"


@pytest.fixture
def file(tmp_path: Path):
    """Writes a file with these rows, and says where it is."""

    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "municipalities.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.mark.django_db
def test_loading_makes_all_municipalities_and_counties():
    assert load_municipalities() == 357
    assert Municipality.objects.count() == 357
    assert Region.objects.filter(kind="county").count() == 15
    assert Municipality.objects.filter(county__fylkesnummer="18").count() == 41
    assert not Municipality.objects.filter(is_active=True).exists()


@pytest.mark.django_db
def test_loading_keeps_the_nought_that_a_number_starts_with():
    load_municipalities()
    assert Municipality.objects.get(name="Oslo").pk == "0301"


@pytest.mark.django_db
def test_loading_tells_namesakes_apart_by_county():
    load_municipalities()
    slugs = {place.pk: place.slug for place in Municipality.objects.all()}
    assert slugs["1818"] == "heroy-nordland"
    assert slugs["1515"] == "heroy-more-og-romsdal"
    assert (slugs["3114"], slugs["3419"]) == ("valer-ostfold", "valer-innlandet")
    assert slugs["1804"] == "bodo"
    assert len(set(slugs.values())) == 357


@pytest.mark.django_db
def test_loading_keeps_official_names_in_their_order():
    load_municipalities()
    hamaroy = Municipality.objects.get(pk="1875")
    assert [(name.language, name.name) for name in hamaroy.names.all()] == [
        ("smj", "Hábmer"),
        ("no", "Hamarøy"),
    ]
    assert hamaroy.official_name == "Hábmer – Hamarøy"


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_keeps_who_takes_part():
    load_municipalities()
    Municipality.objects.filter(pk="1818").update(is_active=True)
    before = list(Municipality.objects.order_by("pk").values())
    names = list(MunicipalityName.objects.order_by("pk").values())
    load_municipalities()
    assert list(Municipality.objects.order_by("pk").values()) == before
    assert list(MunicipalityName.objects.order_by("pk").values()) == names


@pytest.mark.django_db
def test_loading_a_new_file_updates_names_and_takes_the_old_ones_away(file):
    load_municipalities(path=file(HAMAROY))
    load_municipalities(path=file(HAMAROY.replace("Hábmer - Hamarøy,,Hábmer", "Hamarøy,,")))
    assert list(MunicipalityName.objects.values_list("name", flat=True)) == ["Hamarøy"]


@pytest.mark.django_db
def test_loading_part_of_the_list_still_knows_the_namesake(file):
    load_municipalities()
    load_municipalities(path=file(HEROY))
    assert Municipality.objects.get(pk="1818").slug == "heroy-nordland"


@pytest.mark.django_db
def test_loading_takes_the_published_form_with_more_columns(file):
    header = HEADER.replace("population", "area_km2,population_2024")
    row = HEROY.replace("1896", "64.5,1896").replace("65.98,12.29", "65.98278,12.28797")
    load_municipalities(path=file(row, header=header))
    heroy = Municipality.objects.get(pk="1818")
    assert (heroy.population, str(heroy.latitude), str(heroy.longitude)) == (1896, "65.98", "12.29")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "line", "column"),
    [
        (HEROY.replace("1818", "818", 1), "3", "kommunenummer"),
        (HEROY.replace("65.98", "sixty"), "3", "lat"),
        (HEROY.replace("65.98", "NaN"), "3", "lat"),
        (HEROY.replace("12.29", "120.29"), "3", "lon"),
        (HEROY.replace("1896", "-5"), "3", "population"),
        (HEROY.replace("neutral", "sv"), "3", "maalform"),
        (HEROY.replace("Herøy,Herøy", "Herøy,Hierøy - Herøy"), "3", "name_official"),
        (HEROY.replace("Silvalen", ""), "3", "admin_centre"),
        ("1818,Herøy", "3", "name_official"),
    ],
)
def test_loading_a_bad_row_says_where_and_keeps_nothing(file, wrong, line, column):
    with pytest.raises(BadFileError) as problem:
        load_municipalities(path=file(HAMAROY, wrong))
    assert f"Line {line}, column {column}" in str(problem.value)
    assert not Municipality.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "has no column"),
        ((HEADER + "\n").encode(), "no municipalities"),
        (("name,lat\nHer\u00f8y,1\n").encode(), "has no column kommunenummer"),
        ((HEADER + "\n" + HEROY).encode("utf-16"), "not a CSV file in UTF-8"),
        ((HEADER + "\n" + HEROY).encode("cp1252"), "not a CSV file in UTF-8"),
        ((HEADER + "\n" + HEROY + "\n" + HEROY).encode(), "more than once"),
    ],
)
def test_loading_a_bad_file_is_one_clear_line(tmp_path, data, says):
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=says):
        call_command("load_municipalities", str(path))
    assert not Municipality.objects.exists()


@pytest.mark.django_db
def test_loading_a_file_that_is_not_there_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_municipalities", str(tmp_path / "missing.csv"))


@pytest.mark.django_db
def test_regional_councils_have_their_members():
    load_municipalities()
    assert load_regions() == 4
    vesteralen = Region.objects.get(slug="vesteralen-regionrad")
    assert set(vesteralen.municipalities.values_list("name", flat=True)) == {
        *("Andøy", "Bø", "Hadsel", "Lødingen", "Sortland", "Øksnes")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_loading_takes_as_many_queries_however_many_rows(file, django_assert_num_queries, rows):
    places = [HEROY, HAMAROY, HAMAROY.replace("1875", "1876").replace("Hamarøy", "Hemnøy")]
    path = file(*places[:rows])
    load_municipalities(path=path)
    with django_assert_num_queries(11):
        load_municipalities(path=path)


@pytest.mark.django_db
def test_command_says_how_many():
    out = StringIO()
    call_command("load_municipalities", stdout=out)
    counted = f"357 municipalities, 4 regional councils, 5 districts and {Place.objects.count()} places"
    assert out.getvalue() == f"{counted} are loaded.\n"


def test_our_own_file_holds_facts_only():
    with MUNICIPALITIES.open(encoding="utf-8") as file:
        reader = csv.DictReader(file)
        assert ",".join(reader.fieldnames or []) == HEADER
        assert len(list(reader)) == 357
