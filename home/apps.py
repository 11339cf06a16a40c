from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Front door")

    def ready(self) -> None:
        from home import receivers  # noqa: F401  registering is what the import is for
        from home.my_data import register_my_data
        from home.public_tables import install_triggers
        from home.searching_words import register_kinds

        register_kinds()
        register_my_data()
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="home.install_triggers")
