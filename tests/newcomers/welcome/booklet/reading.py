"""Making a booklet without a worker, and reading what came out."""

import json
import os
from io import BytesIO
from typing import Any

import pypdfium2
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from core.typesetting import engine
from core.typesetting.services import Recipe


def made(recipe: Recipe) -> bytes:
    """The file, typeset in this process: the fonts are read once for all tests."""
    order = engine.Order(
        root=str(settings.PRINT_TEMPLATES),
        template=recipe.template,
        fonts=str(settings.TYPEFACES),
        format=recipe.format,
        values=recipe.values,
    )
    before = os.environ.get("RAYON_NUM_THREADS")
    content = engine.typeset(json.dumps(order).encode())
    os.environ.pop("RAYON_NUM_THREADS") if before is None else os.environ.update(RAYON_NUM_THREADS=before)
    return content


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def tags_of(pdf: bytes) -> list[tuple[str, dict[str, Any]]]:
    """(tag, its attributes) of every element of the structure, in reading order."""
    found: list[tuple[str, dict[str, Any]]] = []

    def visit(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                visit(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), dict(node)))
            if "/K" in node:
                visit(node["/K"])

    visit(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def pictures_of(pdf: bytes, *, dots: int = 36) -> list[Image.Image]:
    """Each page as a small grey picture, with `dots` to an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dots / 72, grayscale=True).to_pil().convert("L") for page in document]
