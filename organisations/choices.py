"""Roles, and which of them may do what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user may do in a municipality or, for the county adviser, in a region."""

    COUNTY_ADVISER = "county_adviser", _("County adviser")
    ADMIN = "admin", _("Municipality admin")
    HOST = "host", _("Newcomer host")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")


# Who looks after the municipality's organisations and venues, and moderates its events.
EDITING_ROLES = (Role.ADMIN, Role.EDITOR)
# Who sees the municipality's own figures.
FIGURES_ROLES = (Role.ADMIN, Role.HOST)
# Who sees newcomers by name, and sends to them.
WELCOMING_ROLES = (Role.ADMIN, Role.HOST)
# Who writes what is sent to newcomers.
WRITING_ROLES = (Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR)
