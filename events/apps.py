from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events import (
            desk,  # noqa: F401 -- registers what events put on the staff desk
            search,  # noqa: F401 -- registers how events are found
        )
        from events.models import Material, Photo
        from portal.documents import carriers

        carriers.register(Material)
        carriers.register(Photo)

    def load_starter(self):
        from events.starter.load import load

        return load()
