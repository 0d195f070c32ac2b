from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.event import Event
from portal.languages import LANGUAGE_NAMES, TranslatedField, in_some_language


class EventReport(models.Model):
    """What came of an event, in the order of a press release. Its parts are rows of their own."""

    event = models.OneToOneField(Event, models.CASCADE, verbose_name=_("event"), related_name="report")
    lead = TranslatedField(
        models.TextField, _("lead"), help_text=_("Who, what, where, when, in two sentences. A date, not “today”.")
    )
    body = TranslatedField(models.TextField, _("text"), help_text=_("Markdown: ## heading, - list, **bold**"))
    special_focus = TranslatedField(models.TextField, _("special focus"))
    significance = TranslatedField(models.TextField, _("what it means"))
    attendance = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_published = models.BooleanField(_("shown to the public"), default=False, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("of an event", "report")
        verbose_name_plural = pgettext_lazy("of events", "reports")
        ordering = ["-pk"]
        constraints = [
            in_some_language("lead"),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(published_at__isnull=False), name="published_reports_have_a_time"
            ),
        ]

    def __str__(self):
        return str(self.event)


class ReportPart(models.Model):
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class ReportPoint(ReportPart):
    """One thing that was discussed or done."""

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="points")
    text = TranslatedField(models.TextField, _("text"))

    class Meta(ReportPart.Meta):
        verbose_name = _("point")
        verbose_name_plural = _("points")
        constraints = [in_some_language("text")]

    def __str__(self):
        return self.text[:80]


class ReportQuote(ReportPart):
    """Somebody's own words, under the post held then. In any language but the original they are a translation."""

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="quotes")
    text = TranslatedField(models.TextField, _("words"))
    original_language = models.CharField(
        _("language it was said in"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="ru"
    )
    person = models.ForeignKey("portal.Person", models.PROTECT, verbose_name=_("person"), related_name="quotes")
    post = TranslatedField(models.CharField, _("post held then"), max_length=300)
    organisation = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta(ReportPart.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [in_some_language("text")]

    def __str__(self):
        return f"{self.person}: {self.text[:60]}"

    @property
    def is_translation(self):
        """Shown in another language than it was said in, and the original is at hand."""
        return bool(self.original) and self.text.lang != self.original_language

    @property
    def original(self):
        return getattr(self, f"text_{self.original_language}")


class ReportQuestion(ReportPart):
    """A question from the floor with its answer, or with the organisation that owes one."""

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="questions")
    question = TranslatedField(models.TextField, _("question"))
    answer = TranslatedField(models.TextField, _("answer"))
    answered_by = models.ForeignKey(
        "portal.Person", models.PROTECT, verbose_name=_("answered by"), related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("organisation that answers"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta(ReportPart.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions and answers")
        constraints = [in_some_language("question")]

    def __str__(self):
        return self.question[:80]


class Recommendation(ReportPart):
    """What the participants ask of somebody, followed until it is answered."""

    class Status(models.TextChoices):
        OPEN = "open", _("not sent yet")
        SENT = "sent", _("sent, waiting for a reply")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        DONE = "done", _("done")
        UNANSWERED = "unanswered", _("no reply")

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="recommendations")
    text = TranslatedField(models.TextField, _("text"))
    addressee = models.ForeignKey(
        "portal.Organisation",
        models.PROTECT,
        verbose_name=_("addressee"),
        related_name="recommendations",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("expected by"), null=True, blank=True)
    status = models.CharField(_("how it stands"), max_length=10, choices=Status, default=Status.OPEN)
    reply = TranslatedField(models.TextField, _("reply"))
    replied_on = models.DateField(_("replied on"), null=True, blank=True)

    class Meta(ReportPart.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            in_some_language("text"),
            models.CheckConstraint(
                condition=~Q(status__in=("sent", "accepted", "rejected", "done", "unanswered"))
                | Q(addressee__isnull=False),
                name="recommendations_are_sent_to_somebody",
                violation_error_message=_("Choose the addressee: a recommendation is sent to somebody."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def tone(self):
        return TONES[self.status][0]

    @property
    def icon(self):
        return TONES[self.status][1]


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        photos = self.filter(report__event__in=Event.objects.visible_to(user))
        return photos if user.is_authenticated and user.is_staff else photos.filter(report__is_published=True)


class Photo(ReportPart):
    """A picture from the event, with what is to be seen on it in words."""

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="photos")
    document = models.ForeignKey("portal.Document", models.PROTECT, verbose_name=_("picture"), related_name="+")
    alt = TranslatedField(
        models.CharField,
        _("what is to be seen"),
        max_length=250,
        help_text=_("For people who cannot see the picture: “Participants at the table, a map on the screen”."),
    )
    caption = TranslatedField(models.CharField, _("caption"), max_length=250)
    author = models.CharField(_("author of the picture"), max_length=150, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta(ReportPart.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt_kk="") | ~Q(alt_ru="") | ~Q(alt_en=""),
                name="photos_say_what_is_to_be_seen",
                violation_error_message=_("Say in words what is to be seen, in one language at least."),
            )
        ]

    def __str__(self):
        return self.alt


# How a status is shown: tone and icon of its tag; the word is always there too.
TONES = {
    Recommendation.Status.OPEN: ("quiet", "circle"),
    Recommendation.Status.SENT: ("info", "send"),
    Recommendation.Status.ACCEPTED: ("ok", "check"),
    Recommendation.Status.REJECTED: ("late", "x"),
    Recommendation.Status.DONE: ("ok", "check-check"),
    Recommendation.Status.UNANSWERED: ("late", "hourglass"),
}
