"""The trap that `site/` is. The direction of imports is in `.importlinter`, which `make lint` holds."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_site_folder_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()
