from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES, active_language
from requests_registry.articles import written


class Outcome(models.TextChoices):
    FULL = "full", _("answered in full")
    PART = "part", _("answered in part")
    REFERENCE = "reference", _("answered by a reference to a publication")
    NOT_HELD = "not_held", _("the holder does not have the information")
    REFUSED = "refused", _("refused")
    TERMINATED = "terminated", _("the procedure was ended without an answer")


class Ground(models.TextChoices):
    """Why information was refused, as the laws name it. ARTICLES says where."""

    UNCLEAR = "unclear", _("the request is not clear")
    FORM = "form", _("the form of the request")
    RESTRICTED = "restricted", _("information of restricted access")
    LEGAL_ASSESSMENT = "legal_assessment", _("a legal assessment is asked for")
    INSPECTION = "inspection", _("a running inspection or case")
    DRAFT = "draft", _("a draft or an inner document")
    FOREIGN = "foreign", _("international relations, or information of others")
    PERSONAL_DATA = "personal_data", _("personal data")
    IP = "ip", _("intellectual property")
    STATISTICS = "statistics", _("primary statistical data")
    COMMERCIAL = "commercial", _("a commercial secret (never for emissions)")
    LOCATION = "location", _("the place of rare species or habitats")
    NOT_NAMED = "not_named", _("no ground is named")


ARTICLES = {
    Ground.UNCLEAR: "401-V 11(16)1; EC 20(3)1; Aarhus 4(3)(b)",
    Ground.FORM: "401-V 11(16)2; EC 20(3)2",
    Ground.RESTRICTED: "401-V 11(16)3; Aarhus 4(4)(b)",
    Ground.LEGAL_ASSESSMENT: "401-V 11(16)4; EC 20(3)4",
    Ground.INSPECTION: "401-V 11(16)5; EC 20(3)5; Aarhus 4(4)(c)",
    Ground.DRAFT: "401-V 11(16)6; EC 20(3)6; Aarhus 4(3)(c)",
    Ground.FOREIGN: "401-V 11(16)7; EC 20(3)7; Aarhus 4(4)(b), (g)",
    Ground.PERSONAL_DATA: "EC 20(3)3; Aarhus 4(4)(f)",
    Ground.IP: "EC 20(3)8; Aarhus 4(4)(e)",
    Ground.STATISTICS: "EC 20(3)9",
    Ground.COMMERCIAL: "Aarhus 4(4)(d); EC 20(3)",
    Ground.LOCATION: "Aarhus 4(4)(h)",
    Ground.NOT_NAMED: "",
}


def articles_of(ground):
    """Where the laws name this ground, in words of the active language; empty where they name none."""
    return written(ARTICLES[ground], active_language())


class Completeness(models.TextChoices):
    COMPLETE = "complete", _("everything that was asked")
    GAPS = "gaps", _("with gaps")


class Usability(models.TextChoices):
    READY = "ready", _("ready for use")
    SCAN = "scan", _("a scan that only people can read")
    UNREADABLE = "unreadable", _("not readable")


class Reply(models.Model):
    """What the holder answered, whatever way it came: on paper, by e-mail, through e-Өтініш."""

    request = models.ForeignKey("requests_registry.InformationRequest", models.PROTECT, related_name="replies")
    form_key = models.UUIDField(unique=True, editable=False)
    received_on = models.DateField(_("received on"))
    outcome = models.CharField(_("what was answered"), max_length=15, choices=Outcome)
    text = models.TextField(_("text of the reply"))
    language = models.CharField(_("language of the reply"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    reference = models.CharField(_("number and date on the reply"), max_length=100, blank=True)
    grounds = ArrayField(
        models.CharField(max_length=20, choices=Ground),
        verbose_name=_("grounds of the refusal"),
        default=list,
        blank=True,
    )
    names_remedy = models.BooleanField(_("says how it can be appealed"), default=True)
    completeness = models.CharField(_("completeness"), max_length=15, choices=Completeness, blank=True)
    usability = models.CharField(_("usability"), max_length=15, choices=Usability, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="a_reply_has_an_outcome"),
        ]

    def __str__(self):
        return f"{self.received_on:%Y-%m-%d} {self.get_outcome_display()}"

    @property
    def named_grounds(self):
        """Each ground in words, with its articles."""
        return [(Ground(ground).label, articles_of(ground)) for ground in self.grounds]
