"""Wagtail's page about one's own account, without what nobody here has a use for."""

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel


class OwnAccountView(AccountView):
    """Without a picture of oneself: no page shows it, and it would be kept unread for what it holds."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]
