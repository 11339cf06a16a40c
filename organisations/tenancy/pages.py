"""Which of Wagtail's buttons stand on a page: those that the guard lets through, and no others."""

from wagtail.models import PagePermissionTester


class StaffPermissionTester(PagePermissionTester):
    """Wagtail's, without what is for superusers alone.

    The page that a municipality was given is not its own to take away: a click would make the municipality
    a 404, and only somebody with a shell could bring it back.
    """

    def is_given(self) -> bool:
        """Whether the right to work on the page was given for this page, and not for one above it."""
        granted = self.permission_policy.get_cached_permissions_for_user(self.user)
        return any(permission.page_id == self.page.pk for permission in granted)

    def is_above(self) -> bool:
        return bool(self.user.is_active and self.user.is_superuser)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        may = super().can_delete(ignore_bulk=ignore_bulk)
        return may and (self.is_above() or ("publish" in self.permissions and not self.is_given()))

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and (self.is_above() or not self.is_given())

    def can_move(self) -> bool:
        return self.is_above() and super().can_move()

    def can_copy(self) -> bool:
        return self.is_above() and super().can_copy()

    def can_reorder_children(self) -> bool:
        return self.is_above() and super().can_reorder_children()

    def can_set_view_restrictions(self) -> bool:
        return self.is_above() and super().can_set_view_restrictions()

    def can_lock(self) -> bool:
        return self.is_above() and super().can_lock()

    def can_unlock(self) -> bool:
        return self.is_above() and super().can_unlock()

    def can_unschedule(self) -> bool:
        return self.is_above() and super().can_unschedule()


class StaffPage:
    """What a page class has to have so that staff of a municipality can be let near it."""

    def permissions_for_user(self, user) -> StaffPermissionTester:
        return StaffPermissionTester(user, self)
