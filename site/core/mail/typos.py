"""An e-mail address whose mail server is spelt almost like one that very many have: "gmial.com".

Nothing is corrected here. Whoever typed it, or has it in a list, is asked.
"""

# What people have most, here and where they come from. One of these is never a misspelling of another.
COMMON = tuple(
    """
    gmail.com hotmail.com hotmail.no hotmail.se hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.co.uk
    outlook.com outlook.no icloud.com yahoo.com yahoo.no yahoo.se yahoo.fr yahoo.de ymail.com rocketmail.com
    live.com live.no live.se online.no protonmail.com googlemail.com googlemail.no fastmail.com
    interia.pl onet.pl gazeta.pl seznam.cz gmx.de gmx.net web.de t-online.de freenet.de orange.fr wanadoo.fr
    laposte.net libero.it virgilio.it mail.com email.com usa.com mail.ru yandex.ru yandex.com bigpond.com
    inbox.lv inbox.ru inbox.lt abv.bg centrum.cz freemail.hu citromail.hu broadpark.no getmail.no
    """.split()
)
KNOWN = frozenset(COMMON)
# A short name is one letter from many others that are right.
LONG_ENOUGH = 8
# More than a typing error or two: somebody else's server.
FAR = 3


def meant(address: str) -> str:
    """The whole address that was probably meant by `address`, or "" where nothing says that it is wrong.

    "ola@gmial.com" → "ola@gmail.com"; "ola@gmail.con" too.
    """
    name, at, server = address.strip().rpartition("@")
    server = server.lower().rstrip(".")
    if not at or not name or server in KNOWN:
        return ""
    near = [(distance(server, known), known) for known in COMMON if len(known) >= LONG_ENOUGH]
    fewest = min(steps for steps, _known in near)
    found = [known for steps, known in near if steps == fewest]
    # Two errors only in what is long, and never where two could be meant.
    allowed = 2 if len(server) >= 11 and server[0] == found[0][0] else 1
    return f"{name}@{found[0]}" if fewest <= allowed and len(found) == 1 else ""


def distance(one: str, other: str) -> int:
    """How many signs must be added, taken away, changed or swapped; `FAR` for more than is asked."""
    if abs(len(one) - len(other)) >= FAR:
        return FAR
    earlier: list[int] = []
    before = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        row = [i]
        for j, there in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != there))
            if i > 1 and j > 1 and (sign, one[i - 2]) == (other[j - 2], there):
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        earlier, before = before, row
    return min(before[-1], FAR)
