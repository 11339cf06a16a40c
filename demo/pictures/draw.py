"""Draws the demonstration's pictures: nobody's photograph, no stock. `python demo/pictures/draw.py`."""

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
SIZE = (1200, 600)
PORTRAIT = 480
# Drawn larger and made smaller, so that edges are smooth.
SCALE = 2

Colour = tuple[int, int, int]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def sky(top: Colour, bottom: Colour) -> Image.Image:
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    column = Image.new("RGB", (1, height))
    for y in range(height):
        column.putpixel((0, y), mix(top, bottom, min(1, y / (height * 0.7))))
    return column.resize((width, height))


class Landscape:
    """A picture in layers from the back. Coordinates are shares of the width and the height."""

    folder = HERE

    def __init__(self, top: Colour, bottom: Colour, seed: int) -> None:
        self.image = sky(top, bottom)
        self.draw = ImageDraw.Draw(self.image)
        self.random = random.Random(seed)  # noqa: S311  a drawing, not a secret

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * SIZE[0] * SCALE, y * SIZE[1] * SCALE

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self.draw.polygon([self.at(x, y) for x, y in points], fill=colour)

    def sun(self, x: float, y: float, radius: float, colour: Colour) -> None:
        middle_x, middle_y = self.at(x, y)
        r = radius * SIZE[1] * SCALE
        self.draw.ellipse([middle_x - r, middle_y - r, middle_x + r, middle_y + r], fill=colour)

    def peaks(
        self, base: float, height: float, number: int, colour: Colour, snow: Colour | None = None
    ) -> None:
        """A chain of pointed mountains standing on `base`."""
        step = 1 / number
        for index in range(-1, number + 1):
            x = (index + self.random.uniform(0.2, 0.8)) * step
            top = base - height * self.random.uniform(0.65, 1)
            half = step * self.random.uniform(0.75, 1.15)
            self.shape([(x - half, base), (x, top), (x + half, base)], colour)
            self.shape([(x, top), (x + half, base), (x + half * 0.15, base)], mix(colour, (0, 0, 0), 0.08))
            if snow:
                cut = 0.28
                down = top + (base - top) * cut
                self.shape([(x - half * cut, down), (x, top), (x + half * cut, down), (x, down + 0.02)], snow)

    def hills(self, base: float, height: float, colour: Colour) -> None:
        """Soft ground from edge to edge, down to the bottom."""
        phase = self.random.uniform(0, 6)
        points = [
            (i / 80, base - height * (0.5 + 0.5 * math.sin(phase + i / 9) * math.cos(i / 23)))
            for i in range(81)
        ]
        self.shape([(0, 1), *points, (1, 1)], colour)

    def water(self, top: float, colour: Colour, bottom: float = 1) -> None:
        self.shape([(0, top), (1, top), (1, bottom), (0, bottom)], colour)
        light = mix(colour, (255, 255, 255), 0.25)
        for _ in range(40):
            x, y = self.random.random(), self.random.uniform(top + 0.02, bottom - 0.01)
            length = self.random.uniform(0.02, 0.07) * (0.5 + y)
            self.draw.line([self.at(x, y), self.at(x + length, y)], fill=light, width=3 * SCALE)

    def house(self, x: float, ground: float, size: float, wall: Colour, roof: Colour = (60, 62, 70)) -> None:
        width, height = size, size * 1.25
        self.shape(
            [(x, ground), (x, ground - height), (x + width, ground - height), (x + width, ground)], wall
        )
        gable = ground - height * 1.75
        self.shape(
            [
                (x - width * 0.12, ground - height),
                (x + width / 2, gable),
                (x + width * 1.12, ground - height),
            ],
            roof,
        )
        for across in (0.2, 0.6):
            left, top = x + width * across, ground - height * 0.8
            self.shape(
                [
                    (left, top),
                    (left + width * 0.2, top),
                    (left + width * 0.2, top + height * 0.35),
                    (left, top + height * 0.35),
                ],
                (255, 229, 160),
            )

    def boat(self, x: float, y: float, size: float, colour: Colour) -> None:
        self.shape(
            [(x, y), (x + size, y), (x + size * 0.8, y + size * 0.4), (x + size * 0.2, y + size * 0.4)],
            colour,
        )
        mast = x + size * 0.5
        self.shape(
            [(mast, y - size * 1.4), (mast + size * 0.35, y - size * 0.2), (mast, y - size * 0.2)],
            (250, 246, 236),
        )

    def bridge(self, left: float, right: float, water: float, rise: float, colour: Colour) -> None:
        def deck(x: float) -> float:
            return water - rise * math.sin(math.pi * (x - left) / (right - left))

        steps = [left + (right - left) * i / 60 for i in range(61)]
        self.draw.line([self.at(x, deck(x)) for x in steps], fill=colour, width=9 * SCALE)
        for x in steps[4:-4:6]:
            self.draw.line([self.at(x, deck(x)), self.at(x, water + 0.01)], fill=colour, width=6 * SCALE)

    def northern_lights(self, colour: Colour) -> None:
        lights = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        pen = ImageDraw.Draw(lights)
        for band in range(2):
            for i in range(240):
                x = i / 240
                y = 0.04 + band * 0.24 + 0.05 * math.sin(x * 5 + band * 1.7)
                tall = 0.13 + 0.05 * math.sin(x * 17 + band)
                pen.line(
                    [self.at(x, y), self.at(x + 0.01, y + tall)], fill=(*colour, 110 - band * 40), width=14
                )
        lights = lights.filter(ImageFilter.GaussianBlur(9 * SCALE))
        self.image.paste(lights, (0, 0), lights)
        self.draw = ImageDraw.Draw(self.image)

    def save(self, name: str) -> None:
        self.image.resize(SIZE, Image.Resampling.LANCZOS).save(self.folder / name, quality=82, optimize=True)


RED, BLUE, YELLOW, WHITE = (176, 58, 46), (58, 110, 165), (226, 178, 74), (244, 240, 230)


def heroy() -> None:
    picture = Landscape((165, 208, 224), (250, 232, 205), seed=3)
    picture.sun(0.78, 0.36, 0.06, (255, 236, 180))
    picture.peaks(0.56, 0.34, 6, (122, 150, 168), snow=(240, 244, 246))
    picture.water(0.56, (92, 150, 172))
    picture.bridge(0.36, 0.70, 0.60, 0.10, (104, 108, 116))
    for x, wall in ((0.05, RED), (0.13, WHITE), (0.22, YELLOW), (0.30, RED)):
        picture.house(x, 0.62, 0.052, wall)
    for x, wall in ((0.70, WHITE), (0.79, RED), (0.87, BLUE)):
        picture.house(x, 0.63, 0.058, wall)
    picture.shape([(0, 0.61), (0.36, 0.61), (0.42, 0.66), (0.30, 0.69), (0, 0.70)], (110, 146, 98))
    picture.shape([(1, 0.62), (0.68, 0.62), (0.62, 0.67), (0.75, 0.71), (1, 0.72)], (98, 136, 92))
    picture.boat(0.46, 0.78, 0.05, RED)
    picture.boat(0.60, 0.86, 0.06, BLUE)
    picture.save("heroy.jpg")


def bodo() -> None:
    picture = Landscape((18, 34, 66), (52, 86, 118), seed=8)
    picture.northern_lights((96, 230, 170))
    picture.peaks(0.62, 0.22, 7, (36, 56, 84), snow=(190, 206, 222))
    colours = [(70, 92, 120), (86, 106, 132), (58, 80, 108), (98, 84, 96)]
    for index in range(16):
        x = 0.02 + index * 0.061
        tall = 0.08 + picture.random.random() * 0.16
        wall = colours[index % 4]
        picture.shape([(x, 0.70), (x, 0.70 - tall), (x + 0.05, 0.70 - tall), (x + 0.05, 0.70)], wall)
        for row in range(int(tall / 0.045)):
            for column in range(3):
                if picture.random.random() < 0.6:
                    left, top = x + 0.008 + column * 0.013, 0.69 - tall + 0.012 + row * 0.045
                    picture.shape(
                        [(left, top), (left + 0.007, top), (left + 0.007, top + 0.02), (left, top + 0.02)],
                        (255, 219, 138),
                    )
    picture.water(0.70, (28, 52, 82))
    picture.boat(0.24, 0.82, 0.05, WHITE)
    picture.boat(0.66, 0.88, 0.06, RED)
    picture.save("bodo.jpg")


def rana() -> None:
    picture = Landscape((190, 220, 236), (246, 240, 224), seed=21)
    picture.peaks(0.58, 0.42, 5, (128, 146, 160), snow=(246, 248, 250))
    picture.shape([(0, 0.57), (1, 0.57), (1, 0.8), (0, 0.8)], (122, 158, 112))
    picture.hills(0.62, 0.10, (122, 158, 112))
    picture.hills(0.70, 0.10, (92, 134, 92))
    for index in range(12):
        picture.house(
            0.10 + index * 0.068, 0.74 + 0.02 * (index % 2), 0.042, (RED, WHITE, YELLOW, BLUE)[index % 4]
        )
    picture.water(0.80, (96, 148, 168))
    picture.save("rana.jpg")


def sortland() -> None:
    picture = Landscape((150, 196, 222), (236, 240, 232), seed=12)
    picture.peaks(0.55, 0.30, 8, (112, 138, 160), snow=(238, 242, 246))
    picture.water(0.55, (98, 152, 180))
    picture.bridge(0.30, 1.02, 0.60, 0.16, (90, 96, 106))
    picture.shape([(0, 0.66), (0.62, 0.70), (1, 0.68), (1, 1), (0, 1)], (116, 152, 110))
    blues = [(46, 98, 160), (74, 134, 190), (30, 74, 130), (110, 160, 204)]
    for index in range(10):
        picture.house(0.04 + index * 0.094, 0.84 + 0.03 * (index % 2), 0.066, blues[index % 4])
    picture.save("sortland.jpg")


def vagan() -> None:
    picture = Landscape((238, 178, 146), (252, 224, 190), seed=5)
    picture.sun(0.30, 0.46, 0.07, (255, 244, 206))
    picture.peaks(0.62, 0.50, 5, (92, 84, 110), snow=(246, 226, 216))
    picture.water(0.62, (128, 118, 144))
    for index in range(8):
        x = 0.06 + index * 0.115
        for leg in (0.012, 0.058):
            picture.draw.line(
                [picture.at(x + leg, 0.74), picture.at(x + leg, 0.82)], fill=(84, 66, 60), width=12
            )
        picture.house(x, 0.76, 0.072, RED if index % 3 else (198, 84, 60), roof=(70, 60, 66))
    picture.boat(0.44, 0.90, 0.06, WHITE)
    picture.save("vagan.jpg")


def hamaroy() -> None:
    picture = Landscape((120, 172, 196), (230, 236, 220), seed=9)
    picture.peaks(0.60, 0.20, 7, (132, 158, 170))
    picture.shape([(0.30, 0.62), (0.46, 0.36), (0.52, 0.10), (0.57, 0.34), (0.70, 0.62)], (96, 112, 124))
    picture.shape([(0.52, 0.10), (0.57, 0.34), (0.70, 0.62), (0.55, 0.62)], (82, 98, 110))
    picture.water(0.60, (92, 146, 166))
    picture.hills(0.80, 0.08, (120, 150, 96))
    picture.house(0.18, 0.86, 0.11, WHITE, roof=(120, 60, 50))
    picture.house(0.72, 0.84, 0.07, RED)
    picture.house(0.84, 0.86, 0.06, YELLOW)
    picture.save("hamaroy.jpg")


def portrait(
    name: str, *, back: Colour, skin: Colour, hair: Colour, coat: Colour, style: str, glasses: bool = False
) -> None:
    """A face in flat colours: nobody in particular."""
    side = PORTRAIT * SCALE
    image = Image.new("RGB", (side, side), back)
    pen = ImageDraw.Draw(image)

    def oval(x: float, y: float, width: float, height: float, colour: Colour) -> None:
        pen.ellipse(
            [(x - width) * side, (y - height) * side, (x + width) * side, (y + height) * side], fill=colour
        )

    oval(0.5, 0.5, 0.46, 0.46, mix(back, (255, 255, 255), 0.28))
    if style == "long":
        pen.rounded_rectangle([0.26 * side, 0.26 * side, 0.74 * side, 0.80 * side], 0.2 * side, fill=hair)
    if style == "bun":
        oval(0.5, 0.15, 0.09, 0.09, hair)
    oval(0.5, 1.02, 0.36, 0.30, coat)
    pen.rectangle([0.43 * side, 0.58 * side, 0.57 * side, 0.76 * side], fill=mix(skin, (0, 0, 0), 0.1))
    oval(0.5, 0.755, 0.1, 0.05, mix(skin, (0, 0, 0), 0.1))
    oval(0.5, 0.45, 0.185, 0.225, hair)
    oval(0.5, 0.47, 0.165, 0.2, skin)
    pen.chord([0.315 * side, 0.21 * side, 0.685 * side, 0.60 * side], 186, 354, fill=hair)
    if style == "beard":
        pen.chord([0.338 * side, 0.30 * side, 0.662 * side, 0.69 * side], 20, 160, fill=hair)
    for x in (0.43, 0.57):
        oval(x, 0.475, 0.016, 0.02, (44, 40, 44))
        oval(x, 0.53, 0.028, 0.018, mix(skin, (220, 90, 80), 0.22))
        if glasses:
            box = [(x - 0.055) * side, 0.43 * side, (x + 0.055) * side, 0.52 * side]
            pen.rounded_rectangle(box, 0.03 * side, outline=(50, 50, 60), width=5 * SCALE)
    if glasses:
        pen.line([0.485 * side, 0.465 * side, 0.515 * side, 0.465 * side], fill=(50, 50, 60), width=5 * SCALE)
    pen.chord([0.44 * side, 0.51 * side, 0.56 * side, 0.61 * side], 10, 170, fill=(250, 246, 240))
    small = image.resize((PORTRAIT, PORTRAIT), Image.Resampling.LANCZOS)
    small.quantize(64).save(HERE / name, optimize=True)


def portraits() -> None:
    light, tan, brown, rose = (246, 214, 190), (222, 176, 140), (170, 118, 84), (240, 200, 176)
    portrait(
        "ingrid.png", back=(0, 98, 120), skin=light, hair=(206, 162, 92), coat=(176, 58, 46), style="bun"
    )
    portrait("samir.png", back=(60, 92, 140), skin=tan, hair=(44, 36, 36), coat=(228, 186, 84), style="beard")
    portrait(
        "oksana.png", back=(118, 84, 130), skin=rose, hair=(110, 66, 42), coat=(54, 118, 110), style="long"
    )
    portrait(
        "rasa.png",
        back=(40, 112, 96),
        skin=light,
        hair=(150, 88, 52),
        coat=(56, 84, 140),
        style="long",
        glasses=True,
    )
    portrait(
        "mateo.png",
        back=(172, 92, 62),
        skin=brown,
        hair=(36, 30, 32),
        coat=(46, 92, 112),
        style="short",
        glasses=True,
    )
    portrait("ravna.png", back=(46, 82, 116), skin=rose, hair=(70, 50, 44), coat=(190, 60, 60), style="bun")


def main() -> None:
    drawings: list[Callable[[], None]] = [heroy, bodo, rana, sortland, vagan, hamaroy, portraits]
    for draw in drawings:
        draw()


if __name__ == "__main__":
    main()
