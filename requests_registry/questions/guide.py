"""Who has information on a topic in a region, and why: from the duties of holders and the directory of holders."""

from dataclasses import dataclass

from django.db.models import Q

from portal.models import Organisation
from requests_registry.models import Duty, InformationHolder

# The nearest first: a local body answers about its place, a national one forwards.
NEAREST = (
    Organisation.Level.LOCAL,
    Organisation.Level.REGIONAL,
    Organisation.Level.INTERREGIONAL,
    Organisation.Level.NATIONAL,
)
LONG = 6


@dataclass(frozen=True)
class Part:
    """A duty, and the holders that have it in the region."""

    duty: Duty
    holders: list

    @property
    def is_long(self):
        return len(self.holders) > LONG


def parts(topic, region=None):
    """The duties for a topic, those with nobody in the region left out."""
    duties = Duty.objects.filter(topics=topic).prefetch_related("bodies")
    holders = sorted(_holders_in(region), key=_nearness)
    found = [Part(duty, [holder for holder in holders if _has(duty, holder)]) for duty in duties]
    return [part for part in found if part.holders]


def _holders_in(region):
    """Those of the region, and those that answer for more than one: interregional and national bodies."""
    holders = InformationHolder.objects.select_related("organisation__region").prefetch_related("channels")
    if region is None:
        return holders
    wide = [Organisation.Level.INTERREGIONAL, Organisation.Level.NATIONAL]
    return holders.filter(Q(organisation__region=region) | Q(organisation__level__in=wide))


def _has(duty, holder):
    organisation = holder.organisation
    bodies = {body.pk for body in duty.bodies.all()}
    is_of_bodies = bool(bodies & {organisation.pk, organisation.parent_id})
    is_of_kind = organisation.kind == duty.kind
    return is_of_bodies and is_of_kind if bodies and duty.kind else is_of_bodies or is_of_kind


def _nearness(holder):
    level = holder.organisation.level
    return (NEAREST.index(level) if level in NEAREST else len(NEAREST), str(holder.organisation.name))
