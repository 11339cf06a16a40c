"""What is lent, as choices: they translate themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The values are stable: they stand in rows. What is for the same is beside each other."""

    SKIS = "skis", _("Cross-country skis")
    SKI_BOOTS = "ski_boots", _("Ski boots")
    SKI_POLES = "ski_poles", _("Ski poles")
    ALPINE = "alpine", _("Downhill skis")
    SNOWSHOES = "snowshoes", _("Snowshoes")
    SLED = "sled", _("Sled")
    SKATES = "skates", _("Skates")
    HELMET = "helmet", _("Helmet")
    BOOTS = "boots", _("Hiking boots")
    RUBBER_BOOTS = "rubber_boots", _("Rubber boots")
    WARM_CLOTHES = "warm_clothes", _("Warm clothes")
    RAINWEAR = "rainwear", _("Rainwear")
    RUCKSACK = "rucksack", _("Rucksack")
    HEADLAMP = "headlamp", _("Head torch")
    TENT = "tent", _("Tent")
    SLEEPING_BAG = "sleeping_bag", _("Sleeping bag")
    SLEEPING_MAT = "sleeping_mat", _("Sleeping mat")
    CHILD_CARRIER = "child_carrier", _("Child carrier")
    PUSHCHAIR = "pushchair", _("Pushchair")
    BICYCLE = "bicycle", _("Bicycle")
    LIFE_JACKET = "life_jacket", _("Life jacket")
    FISHING_ROD = "fishing_rod", _("Fishing rod")
    SPORTS_SHOES = "sports_shoes", _("Sports shoes")
    SEWING_MACHINE = "sewing_machine", _("Sewing machine")
    INSTRUMENT = "instrument", _("Musical instrument")
    COMPUTER = "computer", _("Computer")
    OTHER = "other", _("Something else")
