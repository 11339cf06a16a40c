"""Roles, and what each of them may do: one table. Code asks for a capability, never for a role."""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user is in a municipality or, as the county's adviser or editor, in a region."""

    COUNTY_ADVISER = "county_adviser", _("County adviser")
    COUNTY_EDITOR = "county_editor", _("County editor")
    ADMIN = "admin", _("Municipality admin")
    HOST = "host", _("Newcomer host")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    # Decides what has waited for long, where the editors are away.
    DEPUTY = "deputy", _("Deputy")


class Capability(StrEnum):
    """Something one may do in the place where one holds a role."""

    # Come into Wagtail's admin, and be shown there what the other capabilities open.
    USE_ADMIN = "use_admin"
    # Approve, correct and take down the activities there.
    MODERATE = "moderate"
    # Decide what has waited there for more than three days.
    DECIDE_LATE = "decide_late"
    # Write activities that others begin from: texts, for the municipality or for all of the region.
    SHARE_TEMPLATES = "share_templates"
    # Invite colleagues there, give and take roles, let leavers go.
    MANAGE_PEOPLE = "manage_people"
    # Look after the organisations and venues there.
    EDIT_DIRECTORY = "edit_directory"
    # See the newcomers there, and send them welcome packages.
    WELCOME = "welcome"
    WRITE_PACKAGES = "write_packages"
    PUBLISH_PACKAGES = "publish_packages"
    ADD_PAGES = "add_pages"
    CHANGE_PAGES = "change_pages"
    PUBLISH_PAGES = "publish_pages"
    # Have a page or package translated.
    TRANSLATE = "translate"
    USE_PICTURES = "use_pictures"
    # What the municipality's SMS cost and were for; and what they may cost.
    SEE_SMS = "see_sms"
    SET_SMS_BUDGET = "set_sms_budget"
    # Of the municipality, or of every municipality in the region.
    SEE_FIGURES = "see_figures"


_EDITS = frozenset(
    {
        Capability.MODERATE,
        Capability.SHARE_TEMPLATES,
        Capability.EDIT_DIRECTORY,
        Capability.ADD_PAGES,
        Capability.CHANGE_PAGES,
        Capability.PUBLISH_PAGES,
        Capability.SEE_SMS,
    }
)
_WRITES = frozenset(
    {Capability.USE_ADMIN, Capability.WRITE_PACKAGES, Capability.TRANSLATE, Capability.USE_PICTURES}
)

CAPABILITIES: Mapping[str, frozenset[Capability]] = {
    Role.ADMIN: frozenset(Capability),
    Role.EDITOR: _EDITS | _WRITES | {Capability.PUBLISH_PACKAGES},
    Role.HOST: _WRITES
    | {Capability.PUBLISH_PACKAGES, Capability.WELCOME, Capability.SEE_FIGURES, Capability.SEE_SMS},
    Role.TRANSLATOR: _WRITES | {Capability.CHANGE_PAGES},
    Role.DEPUTY: frozenset({Capability.DECIDE_LATE}),
    Role.COUNTY_ADVISER: frozenset({Capability.SEE_FIGURES}),
    Role.COUNTY_EDITOR: frozenset({Capability.DECIDE_LATE, Capability.SHARE_TEMPLATES}),
}

# What a host's substitute may for some days (`organisations.people.substitutes`): what a host may.
STANDS_IN_AS: str = Role.HOST.value

# Held in a region; the others are held in a municipality.
IN_A_REGION: tuple[str, ...] = (Role.COUNTY_ADVISER.value, Role.COUNTY_EDITOR.value)
IN_A_MUNICIPALITY: tuple[str, ...] = tuple(role for role in Role.values if role not in IN_A_REGION)


def roles_with(*capabilities: Capability) -> list[str]:
    """The roles that have every one of `capabilities`."""
    return [role for role, has in CAPABILITIES.items() if has.issuperset(capabilities)]
