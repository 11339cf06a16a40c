from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from events.dates import meeting  # noqa: F401  registering is what the import is for
        from events.discovery import reporting, searching_receivers  # noqa: F401
        from events.discovery.parts import ON_THE_PAGE
        from events.discovery.questions import register_questions
        from events.discovery.searching_words import register_kinds
        from events.moderation import receivers  # noqa: F401
        from events.moderation.editors import register_editors_mails
        from events.moderation.notices import register_notices, silence_wagtail
        from events.partners.mails import register_mails

        ON_THE_PAGE.put(reporting.part)
        silence_wagtail()
        register_notices()
        register_editors_mails()
        register_questions()
        register_mails()
        register_kinds()
