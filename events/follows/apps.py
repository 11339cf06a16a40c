from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowsConfig(AppConfig):
    name = "events.follows"
    label = "follows"
    verbose_name = _("Who means to come")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from events.dates import people
        from events.discovery import following, parts
        from events.follows import (  # noqa: F401  some connect
            counting,
            erasing,
            mails,
            my_data,
            news,
            offering,
            receivers,
        )
        from events.follows.writing import letters
        from events.follows.writing import views as writing

        people.counted_by(people.Register(people=counting.people_at, heads=counting.heads_at))
        following.offered_by(offering.follow_here)
        parts.IN_THE_PORTAL.put(writing.part)
        letters.register_written()
        mails.register_mails()
        news.register_news()
        register(Erased("follow", erasing.known_by, erasing.erase_again))
        my_data.register_my_data()
