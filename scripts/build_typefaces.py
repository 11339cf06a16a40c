"""Copy the fonts that printed matter is set in from node_modules into typefaces/.

Typst reads TrueType, and browsers get smaller files (`build_static`). Run it as often as you like.
"""

import sys
from pathlib import Path

from scripts.build_static import MODULES, ROOT, bring, said

TYPEFACES = ROOT / "typefaces"
NOTO = "@expo-google-fonts"
VAZIR = "vazirmatn"
# Noto's families by their names: Latin with the Sámi letters, Cyrillic and Devanagari; then one script each.
FAMILIES = {
    "NotoSans": "noto-sans",
    "NotoSansThai": "noto-sans-thai",
    "NotoSansEthiopic": "noto-sans-ethiopic",
    "NotoSansTamil": "noto-sans-tamil",
}
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
FILES = {
    # What is stressed, in Latin and Cyrillic letters; other scripts have no slanted ones.
    "NotoSans-Italic.ttf": f"{NOTO}/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
}
FILES |= {
    f"{family}-{weight}.ttf": f"{NOTO}/{package}/{folder}/{family}_{folder}.ttf"
    for family, package in FAMILIES.items()
    for weight, folder in WEIGHTS.items()
}
FILES |= {f"licences/{package}.txt": f"{NOTO}/{package}/LICENSE_FONT" for package in FAMILIES.values()}
# Google's Noto Sans Arabic splits letters from their dots in the text of a PDF; this one has Persian too.
FILES |= {f"Vazirmatn-{weight}.ttf": f"{VAZIR}/fonts/ttf/Vazirmatn-{weight}.ttf" for weight in WEIGHTS}
FILES |= {"licences/vazirmatn.txt": f"{VAZIR}/OFL.txt"}


def build(modules: Path = MODULES, target: Path = TYPEFACES) -> int:
    """Bring typefaces/ up to date; returns how many files were written or removed."""
    return bring(FILES, modules, target)


if __name__ == "__main__":
    sys.exit(said("typefaces", build))
