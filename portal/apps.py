from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Environmental information")

    def ready(self):
        from portal.datasets import search  # noqa: F401 -- registers datasets as findable
        from portal.exceedances import search as places  # noqa: F401 -- registers stations and parameters
        from portal.facilities import search as facilities  # noqa: F401 -- registers facilities
        from portal.search import sources  # noqa: F401 -- registers what portal itself makes findable

    def load_reference(self):
        from portal.reference.load import load

        return load()

    def load_starter(self):
        from portal.starter.load import load

        return load()
