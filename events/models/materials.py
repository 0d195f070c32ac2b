from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from portal.languages import LANGUAGE_NAMES, TranslatedField, in_some_language


class ProgrammeItem(models.Model):
    """A part of the programme. Days and times are those of the event's own zone."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    on = models.DateField(_("day"), null=True, blank=True, help_text=_("Only for an event of several days."))
    starts_time = models.TimeField(_("starts at"), null=True, blank=True)
    ends_time = models.TimeField(_("ends at"), null=True, blank=True)
    title = TranslatedField(models.CharField, _("title"), max_length=300)
    summary = TranslatedField(models.TextField, _("summary"))
    organisation = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("presented by"),
        related_name="+",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("programme")
        ordering = [models.F("on").asc(nulls_first=True), "order", "pk"]
        constraints = [
            in_some_language("title"),
            models.CheckConstraint(
                condition=models.Q(ends_time=None) | models.Q(ends_time__gt=models.F("starts_time")),
                name="programme_items_end_after_they_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self):
        return self.title


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(event__in=Event.objects.visible_to(user))


class Material(models.Model):
    """A presentation, a handout, a recording: what people can take home."""

    class Kind(models.TextChoices):
        PRESENTATION = "presentation", _("presentation")
        HANDOUT = "handout", _("handout")
        RECORDING = "recording", _("recording")
        PROGRAMME = "programme", _("programme")
        MINUTES = "minutes", _("minutes")
        OTHER = "other", _("other material")

    event = models.ForeignKey(Event, models.CASCADE, related_name="materials")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRESENTATION)
    title = TranslatedField(models.CharField, _("title"), max_length=300)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), blank=True)
    document = models.ForeignKey(
        "portal.Document",
        models.PROTECT,
        verbose_name=_("file"),
        related_name="+",
        null=True,
        blank=True,
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["order", "pk"]
        constraints = [
            in_some_language("title"),
            models.CheckConstraint(
                condition=models.Q(document=None) ^ models.Q(url=""),
                name="a_material_is_a_file_or_a_link",
                violation_error_message=_("Give a file or a link, one of the two."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def address(self):
        return self.document.get_absolute_url() if self.document else self.url
