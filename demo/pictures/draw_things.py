"""Draws the pictures of `core.drawings`, for activities without a photograph. `python demo/pictures/draw_things.py`."""

import math
from pathlib import Path

from draw import BLUE, RED, SCALE, SIZE, WHITE, YELLOW, Colour, Landscape, mix

FOLDER = Path(__file__).resolve().parents[2] / "static" / "img" / "drawings"


class Scene(Landscape):
    """A picture with things in it, larger than in a landscape. Coordinates are shares, as there."""

    folder = FOLDER

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, round_: float = 0
    ) -> None:
        corners = [*self.at(left, top), *self.at(right, bottom)]
        self.draw.rounded_rectangle(corners, round_ * SIZE[1] * SCALE, fill=colour)

    def oval(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        corners = [*self.at(x - width, y - height), *self.at(x + width, y + height)]
        self.draw.ellipse(corners, fill=colour)

    def stroke(self, points: list[tuple[float, float]], colour: Colour, width: int) -> None:
        places = [self.at(x, y) for x, y in points]
        self.draw.line(places, fill=colour, width=width * SCALE, joint="curve")

    def cup(self, x: float, ground: float, colour: Colour) -> None:
        dark = mix(colour, (0, 0, 0), 0.14)
        self.oval(x, ground, 0.085, 0.03, mix(WHITE, (0, 0, 0), 0.08))
        handle = [*self.at(x + 0.035, ground - 0.13), *self.at(x + 0.085, ground - 0.04)]
        self.draw.ellipse(handle, outline=dark, width=12 * SCALE)
        self.shape(
            [(x - 0.055, ground - 0.17), (x + 0.055, ground - 0.17), (x + 0.04, ground), (x - 0.04, ground)],
            colour,
        )
        self.oval(x, ground - 0.17, 0.055, 0.022, dark)
        self.oval(x, ground - 0.168, 0.048, 0.017, (92, 62, 44))
        for shift in (-0.02, 0.015):
            steam = [
                (x + shift + 0.008 * math.sin(step / 2.2), ground - 0.21 - step * 0.008) for step in range(15)
            ]
            self.stroke(steam, (255, 250, 240), 4)

    def bubble(self, x: float, y: float, width: float, colour: Colour, *, left: bool) -> None:
        self.box(x - width, y - 0.1, x + width, y + 0.1, colour, 0.06)
        tip = x - width * 0.5 if left else x + width * 0.5
        self.shape([(tip - 0.02, y + 0.09), (tip + 0.03, y + 0.09), (tip, y + 0.17)], colour)
        for row, share in ((-0.035, 0.7), (0.035, 0.45)):
            start = x - width * 0.7
            self.stroke(
                [(start, y + row), (start + width * 1.4 * share, y + row)], mix(colour, (0, 0, 0), 0.32), 8
            )


def coffee() -> None:
    """Cups on a table, and people's words above them: a language café."""
    picture = Scene((250, 232, 205), (246, 214, 190), seed=31)
    picture.box(0.36, 0.06, 0.64, 0.40, (165, 208, 224), 0.02)
    picture.shape([(0.36, 0.40), (0.45, 0.20), (0.52, 0.33), (0.57, 0.26), (0.64, 0.40)], (122, 150, 168))
    picture.stroke([(0.5, 0.06), (0.5, 0.40)], WHITE, 8)
    picture.shape([(0, 0.70), (1, 0.70), (1, 1), (0, 1)], (170, 118, 84))
    picture.shape([(0, 0.70), (1, 0.70), (1, 0.73), (0, 0.73)], (146, 98, 68))
    picture.bubble(0.18, 0.24, 0.12, WHITE, left=False)
    picture.bubble(0.82, 0.30, 0.12, (0, 98, 120), left=True)
    for x, colour in ((0.22, RED), (0.50, (0, 98, 120)), (0.78, YELLOW)):
        picture.cup(x, 0.86, colour)
    picture.save("coffee.jpg")


def trail() -> None:
    """A path up a hill towards the mountains, with a sign and a tent: a hike."""
    picture = Scene((150, 200, 226), (236, 240, 226), seed=17)
    picture.sun(0.80, 0.20, 0.08, (255, 240, 190))
    picture.peaks(0.62, 0.46, 4, (118, 138, 156), snow=(246, 248, 250))
    picture.hills(0.66, 0.12, (134, 168, 112))
    picture.hills(0.80, 0.14, (98, 142, 92))
    path = [
        (0.30, 1),
        (0.46, 1),
        (0.52, 0.86),
        (0.44, 0.76),
        (0.51, 0.68),
        (0.50, 0.68),
        (0.42, 0.76),
        (0.46, 0.86),
    ]
    picture.shape(path, (222, 196, 150))
    picture.box(0.655, 0.60, 0.668, 0.92, (110, 78, 54))
    picture.shape([(0.60, 0.60), (0.72, 0.60), (0.75, 0.64), (0.72, 0.68), (0.60, 0.68)], RED)
    picture.stroke([(0.62, 0.64), (0.70, 0.64)], WHITE, 8)
    picture.shape([(0.80, 0.90), (0.88, 0.70), (0.96, 0.90)], YELLOW)
    picture.shape([(0.86, 0.90), (0.88, 0.76), (0.90, 0.90)], (120, 84, 40))
    picture.save("hike.jpg")


def pot() -> None:
    """A pot on a stove, with vegetables beside it: cooking together."""
    picture = Scene((252, 240, 214), (250, 226, 196), seed=23)
    for x in range(12):
        for y in range(4):
            shade = (238, 224, 200) if (x + y) % 2 else (246, 234, 212)
            picture.box(x / 12 + 0.004, y * 0.15 + 0.008, (x + 1) / 12 - 0.004, y * 0.15 + 0.142, shade)
    picture.shape([(0, 0.76), (1, 0.76), (1, 1), (0, 1)], (120, 84, 62))
    picture.box(0.34, 0.42, 0.66, 0.80, (176, 58, 46), 0.05)
    picture.box(0.32, 0.38, 0.68, 0.45, (146, 44, 36), 0.03)
    picture.box(0.27, 0.48, 0.34, 0.54, (146, 44, 36), 0.02)
    picture.box(0.66, 0.48, 0.73, 0.54, (146, 44, 36), 0.02)
    for shift in (0.42, 0.50, 0.58):
        steam = [(shift + 0.012 * math.sin(step / 2), 0.34 - step * 0.014) for step in range(18)]
        picture.stroke(steam, WHITE, 7)
    for place, colour in (
        (0.12, (214, 70, 52)),
        (0.20, (226, 124, 52)),
        (0.82, (98, 150, 84)),
        (0.90, (214, 70, 52)),
    ):
        picture.oval(place, 0.74, 0.042, 0.075, colour)
        picture.stroke([(place, 0.67), (place + 0.008, 0.63)], (70, 110, 60), 6)
    picture.save("food.jpg")


def gathering() -> None:
    """People round a table with lamps above them: a meeting for those who are new."""
    picture = Scene((226, 236, 238), (206, 222, 226), seed=41)
    for x in (0.25, 0.5, 0.75):
        picture.stroke([(x, 0), (x, 0.14)], (70, 80, 88), 4)
        picture.shape([(x - 0.06, 0.22), (x - 0.025, 0.13), (x + 0.025, 0.13), (x + 0.06, 0.22)], YELLOW)
    people = [
        (0.14, (110, 66, 42), (0, 98, 120)),
        (0.30, (170, 118, 84), (176, 58, 46)),
        (0.46, (246, 214, 190), (226, 178, 74)),
        (0.62, (222, 176, 140), (54, 118, 110)),
        (0.78, (240, 200, 176), (118, 84, 130)),
        (0.90, (150, 100, 70), (58, 110, 165)),
    ]
    for x, skin, coat in people:
        picture.oval(x, 0.82, 0.075, 0.28, coat)
        picture.oval(x, 0.46, 0.04, 0.085, mix(skin, (0, 0, 0), 0.55))
        picture.oval(x, 0.48, 0.034, 0.074, skin)
    picture.shape([(0, 0.78), (1, 0.78), (1, 1), (0, 1)], (196, 152, 108))
    picture.shape([(0, 0.78), (1, 0.78), (1, 0.81), (0, 0.81)], (170, 128, 88))
    for x in (0.22, 0.54, 0.84):
        picture.cup(x, 0.93, WHITE)
    picture.save("meeting.jpg")


def books() -> None:
    """A shelf of books and a lamp: a library, reading aloud."""
    picture = Scene((244, 232, 212), (238, 222, 198), seed=51)
    for shelf in (0.36, 0.80):
        picture.box(0.04, shelf, 0.96, shelf + 0.035, (146, 98, 68))
    colours = [RED, (0, 98, 120), YELLOW, BLUE, (98, 142, 92), (118, 84, 130), WHITE]
    for shelf, start in ((0.36, 0.07), (0.80, 0.28)):
        x = start
        while x < 0.90:
            width, height = picture.random.uniform(0.022, 0.042), picture.random.uniform(0.20, 0.28)
            colour = picture.random.choice(colours)
            picture.box(x, shelf - height, x + width, shelf, colour, 0.008)
            for band in (0.05, 0.09):
                picture.box(
                    x,
                    shelf - height + band,
                    x + width,
                    shelf - height + band + 0.012,
                    mix(colour, WHITE, 0.5),
                )
            x += width + 0.004
    picture.stroke([(0.16, 0.80), (0.16, 0.60)], (70, 80, 88), 12)
    picture.shape([(0.09, 0.62), (0.12, 0.48), (0.20, 0.48), (0.23, 0.62)], YELLOW)
    picture.box(0.11, 0.78, 0.21, 0.80, (70, 80, 88))
    picture.save("books.jpg")


def ball() -> None:
    """A ball on a floor before a goal: an open hall, sport."""
    picture = Scene((214, 228, 234), (226, 236, 238), seed=53)
    picture.shape([(0, 0.66), (1, 0.66), (1, 1), (0, 1)], (214, 164, 106))
    for x in range(-4, 15):
        picture.stroke([(x / 10, 1), (0.5 + (x / 10 - 0.5) * 0.5, 0.66)], (200, 148, 92), 3)
    for step in range(12):
        picture.stroke([(0.24 + step * 0.0473, 0.24), (0.24 + step * 0.0473, 0.72)], (196, 208, 214), 3)
        picture.stroke([(0.24, 0.24 + step * 0.044), (0.76, 0.24 + step * 0.044)], (196, 208, 214), 3)
    for points in (
        [(0.24, 0.76), (0.24, 0.22)],
        [(0.235, 0.22), (0.765, 0.22)],
        [(0.76, 0.22), (0.76, 0.76)],
    ):
        picture.stroke(points, RED, 22)
    picture.oval(0.55, 0.90, 0.085, 0.022, (176, 128, 78))
    picture.oval(0.55, 0.78, 0.065, 0.13, WHITE)
    picture.shape([(0.55, 0.73), (0.572, 0.765), (0.564, 0.82), (0.536, 0.82), (0.528, 0.765)], (52, 62, 70))
    for across, down in ((0.503, 0.72), (0.597, 0.72), (0.51, 0.865), (0.59, 0.865)):
        picture.oval(across, down, 0.014, 0.026, (52, 62, 70))
    picture.save("ball.jpg")


def yarn() -> None:
    """Balls of yarn and needles: knitting, making things together."""
    picture = Scene((236, 226, 236), (244, 232, 222), seed=57)
    picture.shape([(0, 0.72), (1, 0.72), (1, 1), (0, 1)], (196, 152, 108))
    for x, y, width, colour in (
        (0.30, 0.66, 0.11, RED),
        (0.52, 0.60, 0.13, (0, 98, 120)),
        (0.72, 0.68, 0.10, YELLOW),
    ):
        height = width * SIZE[0] / SIZE[1]
        picture.oval(x, y, width, height, colour)
        for turn in range(7):
            shift = (turn - 3) * width * 0.26
            half = math.sqrt(max(0, width**2 - shift**2)) * 0.92
            thread = [
                (x - half + step * half / 6, y + shift * 1.6 - 0.03 * math.sin(step / 3.8))
                for step in range(13)
            ]
            picture.stroke(thread, mix(colour, WHITE, 0.35), 5)
    for start, end in (((0.40, 0.22), (0.66, 0.78)), ((0.66, 0.20), (0.42, 0.80))):
        picture.stroke([start, end], (222, 196, 150), 14)
        picture.oval(start[0], start[1], 0.013, 0.026, (146, 98, 68))
    tail = [(0.30 + step * 0.022, 0.90 + 0.03 * math.sin(step / 1.7)) for step in range(30)]
    picture.stroke(tail, RED, 7)
    picture.save("yarn.jpg")


def notes() -> None:
    """Notes over a keyboard: singing, a concert."""
    picture = Scene((44, 72, 96), (92, 78, 120), seed=59)
    for x, y, radius in ((0.16, 0.18, 0.05), (0.84, 0.14, 0.07), (0.62, 0.30, 0.03)):
        picture.sun(x, y, radius, (110, 122, 160))
    for row in range(5):
        y = 0.22 + row * 0.075
        line = [(step / 30, y + 0.05 * math.sin(step / 5)) for step in range(31)]
        picture.stroke(line, (190, 196, 220), 3)
    for x, y, colour in (
        (0.20, 0.47, YELLOW),
        (0.36, 0.36, WHITE),
        (0.56, 0.44, YELLOW),
        (0.76, 0.30, WHITE),
    ):
        picture.oval(x, y, 0.026, 0.04, colour)
        picture.stroke([(x + 0.024, y), (x + 0.024, y - 0.22)], colour, 9)
        picture.shape(
            [(x + 0.02, y - 0.22), (x + 0.062, y - 0.15), (x + 0.062, y - 0.11), (x + 0.02, y - 0.17)], colour
        )
    for key in range(15):
        picture.box(key / 15 + 0.001, 0.70, (key + 1) / 15 - 0.001, 1, WHITE)
        if key % 7 not in (2, 6):
            picture.box((key + 0.7) / 15, 0.70, (key + 1.3) / 15, 0.87, (36, 40, 46))
    picture.save("notes.jpg")


def door() -> None:
    """A house with its door open and light in the windows: an open house."""
    picture = Scene((120, 150, 186), (246, 214, 176), seed=61)
    picture.hills(0.72, 0.10, (134, 150, 140))
    picture.shape([(0, 0.80), (1, 0.80), (1, 1), (0, 1)], (150, 168, 120))
    picture.box(0.24, 0.36, 0.76, 0.84, RED)
    picture.shape([(0.20, 0.38), (0.50, 0.10), (0.80, 0.38)], (84, 42, 36))
    for x in (0.29, 0.61):
        picture.box(x, 0.46, x + 0.10, 0.62, WHITE)
        picture.box(x + 0.006, 0.472, x + 0.094, 0.608, (255, 222, 140))
        picture.box(x + 0.047, 0.46, x + 0.053, 0.62, WHITE)
        picture.box(x, 0.535, x + 0.10, 0.545, WHITE)
    picture.box(0.44, 0.50, 0.56, 0.84, (255, 232, 170))
    picture.shape([(0.44, 0.50), (0.395, 0.53), (0.395, 0.88), (0.44, 0.84)], (0, 98, 120))
    picture.shape([(0.44, 0.84), (0.56, 0.84), (0.66, 1), (0.36, 1)], (250, 226, 170))
    picture.oval(0.52, 0.72, 0.017, 0.09, (118, 84, 130))
    picture.oval(0.52, 0.605, 0.012, 0.025, (110, 66, 42))
    picture.save("door.jpg")


if __name__ == "__main__":
    for draw in (coffee, trail, pot, gathering, books, ball, yarn, notes, door):
        draw()
