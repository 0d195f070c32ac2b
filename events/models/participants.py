from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from portal.languages import TranslatedField, in_some_language


class EventOrganisation(models.Model):
    """An organisation in one of its roles: the same one may support an event and take part in it."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organised by")
        CO_ORGANISER = "co_organiser", _("together with")
        COMMISSIONER = "commissioner", _("commissioned by")
        SUPPORTER = "supporter", _("with the support of")
        PARTICIPANT = "participant", _("with the participation of")

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_organisations")
    organisation = models.ForeignKey(
        "portal.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="event_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organisation and its role")
        verbose_name_plural = _("organisations and their roles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation", "role"], name="one_role_of_an_organisation_once")
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"


class ParticipantGroup(models.Model):
    """People who took part or are invited, as a group: akimats of two regions, students, journalists."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("the public")
        STATE = "state", _("state bodies")
        AKIMAT = "akimat", _("akimats")
        COMPANY = "company", _("companies")
        COURT = "court", _("judges")
        PROSECUTOR = "prosecutor", _("prosecutors")
        EXPERT = "expert", _("experts")
        SCIENCE = "science", _("science and education")
        MEDIA = "media", _("journalists")
        INTERNATIONAL = "international", _("international organisations")
        OTHER = "other", _("others")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participant_groups")
    kind = models.CharField(_("kind of group"), max_length=15, choices=Kind, default=Kind.PUBLIC)
    name = TranslatedField(models.CharField, _("group"), max_length=200)
    number = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("group of participants")
        verbose_name_plural = _("groups of participants")
        ordering = ["order", "pk"]
        constraints = [in_some_language("name")]

    def __str__(self):
        return self.name


class Speaker(models.Model):
    """A person who speaks, with the post held then: the person may have another one today."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        LECTURER = "lecturer", _("lecturer")
        MODERATOR = "moderator", _("moderator")
        EXPERT = "expert", _("expert")

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers")
    person = models.ForeignKey("portal.Person", models.PROTECT, verbose_name=_("person"), related_name="talks")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SPEAKER)
    post = TranslatedField(models.CharField, _("post held then"), max_length=300)
    organisation = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="+",
        null=True,
        blank=True,
    )
    talk = TranslatedField(models.CharField, _("title of the talk"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "person", "role"], name="one_role_of_a_speaker_once")]

    def __str__(self):
        return str(self.person)
