"""What whoever invites is told: that a mail is on its way, or that there is an invitation already."""

from datetime import datetime

from django.contrib import messages
from django.utils.translation import gettext as _

from core.accounts.requests import MemberRequest
from core.formats import day
from core.isolation import filled
from organisations.models import Invitation, StaffInvitation


def tell_invited(
    request: MemberRequest, row: Invitation | StaffInvitation, *, now: datetime, is_proposed: bool = False
) -> None:
    """`row` is what came of inviting at `now`; `is_proposed` where the organisation still has to say yes."""
    email = row.user.email
    if row.invited_at != now:
        text = _("%(email)s is invited already. The answer comes by %(day)s, or the invitation ends.")
        messages.info(request, filled(text, email=email, day=day(row.expires_at)))
    elif is_proposed:
        messages.success(request, filled(_("%(email)s is proposed."), email=email))
    else:
        text = _(
            "An e-mail is on its way to %(email)s. The answer comes within two weeks, or the invitation ends."
        )
        messages.success(request, filled(text, email=email))
