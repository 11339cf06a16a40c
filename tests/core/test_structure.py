"""The trap that `site/` is. The direction of imports is in `.importlinter`, which `make lint` holds."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_site_folder_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


# What no room owns: the whole way in a browser, the scripts, and what a rough visitor does anywhere.
BESIDE_THE_ROOMS = {"browser", "infra", "isolation"}


def test_each_folder_of_tests_is_named_after_a_room():
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    rooms = [folder for folder in folders if folder.parts and folder.parts[0] not in BESIDE_THE_ROOMS]
    places = [ROOT, ROOT / "site"]
    astray = [room for room in rooms if not any((place / room / "__init__.py").is_file() for place in places)]
    assert astray == []
    assert len(rooms) > 10
