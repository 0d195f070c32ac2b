from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsRegistryConfig(AppConfig):
    name = "requests_registry"
    verbose_name = _("Information requests")

    def ready(self):
        from portal.documents import carriers
        from portal.search import index
        from requests_registry.files.reviewing import text_was_read
        from requests_registry.indexing import FrequentQuestionSource, RequestSource
        from requests_registry.models import FileReview, MailFile, OutgoingFile, Redaction
        from requests_registry.staff import desk

        index.register(RequestSource)
        index.register(FrequentQuestionSource)
        carriers.register(MailFile)
        carriers.register(MailFile, field="paper")
        carriers.register(OutgoingFile)
        carriers.register(FileReview, when_read=text_was_read)
        carriers.register(Redaction)
        desk.register_piles()

    def load_reference(self):
        from requests_registry.reference.load import load

        return load()
