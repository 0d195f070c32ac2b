"""The same request to many holders: begun at once, followed in one table."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils.text import slugify

from requests_registry import lifecycle
from requests_registry.models import Campaign, InformationRequest
from requests_registry.standing import Standing, days_late, standing


@dataclass(frozen=True)
class Row:
    info_request: InformationRequest
    standing: Standing
    days_late: int
    replies: list


@transaction.atomic
def begin(*, by, at, form_key, holders, subject, text, language, outlet="", topics=(), regions=()):
    """A draft for each holder, all or none. The same `form_key` again gives the campaign that it made the first time."""
    made, is_new = Campaign.objects.get_or_create(
        form_key=form_key,
        defaults={
            "slug": f"{at:%Y}-{slugify(subject) or 'campaign'}"[:60].rstrip("-") + f"-{str(form_key)[:6]}",
            "subject": subject,
            "text": text,
            "language": language,
            "made_at": at,
            "made_by": by,
        },
    )
    if is_new:
        for holder in holders:
            lifecycle.draft(
                by=by,
                at=at,
                form_key=uuid.uuid5(form_key, str(holder.pk)),
                campaign=made,
                holder=holder,
                subject=subject,
                text=text,
                language=language,
                outlet=outlet,
                topics=topics,
                regions=regions,
            )
    return made


def compare(campaign, user, on):
    """How each holder stands, as this reader may see it: by name."""
    visible = campaign.requests.visible_to(user).with_standing().prefetch_related("replies")
    rows = [Row(one, standing(one, on), days_late(one, on), list(one.replies.all())) for one in visible]
    return sorted(rows, key=lambda row: str(row.info_request.holder.organisation.name))


def listed():
    """The newest first, with how many holders were asked and how many have answered."""
    return Campaign.objects.annotate(
        asked=Count("requests"), answered=Count("requests", filter=Q(requests__state="answered"))
    )
