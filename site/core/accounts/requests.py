"""What a view behind `login_required` is given."""

from django.http import HttpRequest

from core.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who has logged in. For annotations: nothing makes one."""

    user: User
