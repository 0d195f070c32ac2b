from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self):
        from publications import search  # noqa: F401 -- registers what is findable, and who may read the files

    def load_starter(self):
        from publications.starter.load import load

        return load()
