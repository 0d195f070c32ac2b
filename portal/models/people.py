from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import TranslatedField, in_some_language


class Person(models.Model):
    """Somebody who speaks, writes or is quoted in public. The post held then is kept with the event or the text."""

    name = TranslatedField(models.CharField, _("name"), max_length=150)
    original_name = models.CharField(_("name in its own script"), max_length=150, blank=True)
    degree = TranslatedField(models.CharField, _("degree or title"), max_length=100)
    note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name
