"""How a booklet is given, and which labels its envelope gets."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(models.TextChoices):
    HANDED_OVER = "handed", pgettext_lazy("of a booklet", "Handed over")
    POSTED = "posted", _("Posted")


class LabelSheet(models.TextChoices):
    """Sheets of labels as shops sell them, by what stands on the box: `recipes.SHEETS` has their measures."""

    L70X37 = "70x37", _("24 labels, 70 × 37 mm")
    L63X34 = "63x34", _("24 labels, 63.5 × 33.9 mm")
    L63X38 = "63x38", _("21 labels, 63.5 × 38.1 mm")
    L105X37 = "105x37", _("16 labels, 105 × 37 mm")
    L99X38 = "99x38", _("14 labels, 99.1 × 38.1 mm")
