"""Copy the fonts that printed matter is set in from node_modules into typefaces/.

Typst reads TrueType, and browsers get smaller files (`build_static`). Run it as often as you like.
"""

import sys
from pathlib import Path

from scripts.build_static import MODULES, ROOT, bring, said

TYPEFACES = ROOT / "typefaces"
NOTO = "@expo-google-fonts/noto-sans"
# Latin with the Sámi letters, and Cyrillic; then Arabic.
FILES = {
    "NotoSans-Regular.ttf": f"{NOTO}/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": f"{NOTO}/700Bold/NotoSans_700Bold.ttf",
    "Vazirmatn-Regular.ttf": "vazirmatn/fonts/ttf/Vazirmatn-Regular.ttf",
    "Vazirmatn-Bold.ttf": "vazirmatn/fonts/ttf/Vazirmatn-Bold.ttf",
    "licences/noto-sans.txt": f"{NOTO}/LICENSE_FONT",
    "licences/vazirmatn.txt": "vazirmatn/OFL.txt",
}


def build(modules: Path = MODULES, target: Path = TYPEFACES) -> int:
    """Bring typefaces/ up to date; returns how many files were written or removed."""
    return bring(FILES, modules, target)


if __name__ == "__main__":
    sys.exit(said("typefaces", build))
