"""What every public object of the portal shares: a life from draft to withdrawn, and what it is about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Published.Status.PUBLISHED)

    def visible_to(self, user):
        """The only visibility rule of editorial objects: everybody reads what is published, editors read drafts too."""
        if user.is_authenticated and user.is_staff:
            return self
        return self.published()


class Published(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    status = models.CharField(
        _("state of publication"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("published by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_a_time",
            ),
        ]

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED


class About(models.Model):
    """What an object is about: topics, regions concerned, directions of the centre's work."""

    topics = models.ManyToManyField("portal.Topic", verbose_name=_("topics"), related_name="+", blank=True)
    regions = models.ManyToManyField("portal.Region", verbose_name=_("regions concerned"), related_name="+", blank=True)
    directions = models.ManyToManyField(
        "portal.Direction", verbose_name=_("directions of work"), related_name="+", blank=True
    )

    class Meta:
        abstract = True
