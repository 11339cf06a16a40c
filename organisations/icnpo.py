"""What an organisation works with: the categories of Frivillighetsregisteret (ICNPO), in groups.

A code's first digits are its group: "1100" is in "1", "10100" in "10".
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEALTH = "3"
GROUPS: dict[str, Promise] = {
    "1": _("Culture and leisure"),
    "2": _("Education and research"),
    "3": _("Health"),
    "4": _("Help and care"),
    "5": _("Nature and environment"),
    "6": _("Homes and neighbourhoods"),
    "7": _("Rights, advice and politics"),
    "8": _("Volunteer centres and funds"),
    "9": _("International work"),
    "10": _("Faith and belief"),
    "11": _("Work and trade"),
    "12": _("Something else"),
    "13": _("Children and young people"),
    "14": _("Diversity and inclusion"),
}
NAMES: dict[str, Promise] = {
    "1100": _("Art, music and culture"),
    "1200": _("Sport"),
    "1300": _("Leisure and social clubs"),
    "2100": _("School"),
    "2200": _("College and university"),
    "2300": _("Other courses and teaching"),
    "2400": _("Research"),
    "3100": _("Hospitals and rehabilitation"),
    "3200": _("Nursing homes"),
    "3300": _("Mental health"),
    "3400": _("Other health work"),
    "4100": _("Social services"),
    "4200": _("Help in a crisis"),
    "4300": _("Money, food or clothes for those who need it"),
    "5100": _("Nature and environment"),
    "5200": _("Animals"),
    "6100": _("Village and neighbourhood"),
    "6200": _("Housing"),
    "6300": _("Training for work"),
    "7100": _("Speaking for a group of people"),
    "7200": _("Advice about the law"),
    "7300": _("Political parties and groups"),
    "8100": _("Funds that give money"),
    "8200": _("Volunteer centres"),
    "9100": _("International work"),
    "10100": _("Faith and belief"),
    "11100": _("Trade and employers"),
    "11200": _("People of one profession"),
    "11300": _("Trade unions"),
    "12100": _("Something else"),
    "13100": _("Children and young people"),
    "14100": _("Diversity and inclusion"),
}


def group_of(code: str) -> str:
    """The group that a code is in: "1100" → "1", "10100" → "10"."""
    return code[:-3]


def groups_of(codes: Iterable[str]) -> list[str]:
    """The groups of several codes, each once, in their order."""
    return list(dict.fromkeys(group for code in codes if (group := group_of(code)) in GROUPS))


def is_health_alone(codes: Iterable[str]) -> bool:
    """Whether all that the registers say somebody works with is health: a list of codes that is not empty."""
    return {group_of(code) for code in codes} == {HEALTH}


def names_of(codes: Iterable[str]) -> list[str]:
    """What the codes are called, each name once; one that we do not know is left out."""
    return list(dict.fromkeys(str(NAMES[code]) for code in codes if code in NAMES))
