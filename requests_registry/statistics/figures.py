"""How public requests are answered: the first answer and the completion apart, each figure with the number it rests on.

Reads only. The database counts, one row for each holder, year, standing and number of days; Python adds them up. So a
page costs the same queries whatever it shows, and every sum on it is a sum of the same rows.

The first answer: from the day on which the holder's term began (receipt or, not known, sending) until the first reply of
any kind. It is held against the clock that ran then; a refusal against its own, shorter one. It counts for the holder
that gave it. Without a reply it is silence once the last day is over; what ended before (withdrawn, returned) is left out.

The completion: from the first sending until the last reply that is no refusal, of requests that are answered or closed
with something else than a refusal, whatever happened between. It counts for the holder that has the request now.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db import connection
from django.db.models import Count, F, Func, Q
from django.db.models.functions import ExtractYear

from requests_registry.models import Forwarding, InformationHolder, InformationRequest, Reply
from requests_registry.models.replies import Ground, Outcome
from requests_registry.statistics import estimates

FEWEST = 5  # below this number nothing is said of a holder, and no median or share is given

IN_TIME, LATE, REFUSED_LATE, SILENT = "in_time", "late", "refused_late", "silent"
WAITING, ENDED = "waiting", "ended"
ANSWERED = (IN_TIME, LATE, REFUSED_LATE)

# The newest clock that had begun when the first reply came is the one that reply is held against. A refusal's own clock
# begins with it: that of a holder which has passed the request on binds no other. The first answer is looked for among the
# replies: a case that a satisfied complaint gave back is answered anew, and its own column tells of the second round.
FIRST_ANSWERS = """
WITH filed AS MATERIALIZED ({filed}),
first_answer AS (
    SELECT reply.request_id, min(reply.received_on) AS received_on
    FROM requests_registry_reply reply JOIN filed ON filed.id = reply.request_id
    GROUP BY reply.request_id
), asked AS MATERIALIZED (
    SELECT filed.*, coalesce(first_answer.received_on, filed.answered_on) AS first_answered_on
    FROM filed LEFT JOIN first_answer ON first_answer.request_id = filed.id
), term AS (
    SELECT DISTINCT ON (clock.request_id) clock.request_id, clock.started_on, clock.due_on, clock.closed_on
    FROM requests_registry_clock clock JOIN asked ON asked.id = clock.request_id
    WHERE clock.kind IN ('reply', 'extension') AND (asked.first_answered_on IS NULL OR clock.started_on <= asked.first_answered_on)
    ORDER BY clock.request_id, clock.id DESC
), first_reply AS (
    SELECT DISTINCT ON (reply.request_id) reply.request_id, reply.outcome
    FROM requests_registry_reply reply JOIN asked ON asked.id = reply.request_id
    ORDER BY reply.request_id, reply.id
), refusal_term AS (
    SELECT DISTINCT ON (clock.request_id) clock.request_id, clock.due_on
    FROM requests_registry_clock clock
    JOIN first_reply ON first_reply.request_id = clock.request_id AND first_reply.outcome = 'refused'
    JOIN term ON term.request_id = clock.request_id AND term.started_on = clock.started_on
    WHERE clock.kind = 'refusal'
    ORDER BY clock.request_id, clock.id DESC
), passed_on AS (
    SELECT DISTINCT ON (forwarding.request_id) forwarding.request_id, forwarding.from_holder_id
    FROM requests_registry_forwarding forwarding JOIN asked ON asked.id = forwarding.request_id
    WHERE forwarding.forwarded_on > asked.first_answered_on
    ORDER BY forwarding.request_id, forwarding.forwarded_on, forwarding.id
)
SELECT coalesce(passed_on.from_holder_id, asked.holder_id), asked.year::int,
    CASE
        WHEN asked.first_answered_on IS NULL AND coalesce(term.closed_on, %s) > term.due_on THEN 'silent'
        WHEN asked.first_answered_on IS NULL AND term.closed_on IS NULL THEN 'waiting'
        WHEN asked.first_answered_on IS NULL THEN 'ended'
        WHEN asked.first_answered_on > refusal_term.due_on THEN 'refused_late'
        WHEN asked.first_answered_on > term.due_on THEN 'late'
        ELSE 'in_time'
    END AS standing,
    asked.first_answered_on - term.started_on AS days,
    count(*)
FROM asked
JOIN term ON term.request_id = asked.id
LEFT JOIN refusal_term ON refusal_term.request_id = asked.id
LEFT JOIN passed_on ON passed_on.request_id = asked.id
GROUP BY 1, 2, 3, 4
"""

COMPLETIONS = """
WITH asked AS MATERIALIZED ({filed}),
last_reply AS (
    SELECT reply.request_id, max(reply.received_on) AS received_on
    FROM requests_registry_reply reply JOIN asked ON asked.id = reply.request_id
    WHERE reply.outcome <> 'refused'
    GROUP BY reply.request_id
)
SELECT asked.holder_id, asked.year::int, last_reply.received_on - asked.sent_on AS days, count(*)
FROM asked JOIN last_reply ON last_reply.request_id = asked.id
WHERE asked.state IN ('answered', 'closed') AND asked.outcome <> 'refused'
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Share:
    count: int
    of: int

    @property
    def value(self):
        return Decimal(self.count) / self.of if self.of >= FEWEST else None

    @property
    def interval(self):
        return estimates.wilson(self.count, self.of) if self.of >= FEWEST else None


@dataclass(frozen=True)
class Days:
    """How long something took: a histogram of calendar days."""

    histogram: Counter

    @property
    def n(self):
        return sum(self.histogram.values())

    @property
    def median(self):
        return estimates.median(self.histogram) if self.n >= FEWEST else None

    @property
    def interval(self):
        return estimates.median_interval(self.histogram) if self.n >= FEWEST else None


@dataclass
class Figures:
    """What is counted of one group of requests."""

    standings: Counter = field(default_factory=Counter)
    first_days: Counter = field(default_factory=Counter)
    completion_days: Counter = field(default_factory=Counter)

    @property
    def asked(self):
        return sum(self.standings.values())

    @property
    def answered(self):
        return sum(self.standings[standing] for standing in ANSWERED)

    @property
    def silent(self):
        return self.standings[SILENT]

    @property
    def refused_late(self):
        return self.standings[REFUSED_LATE]

    @property
    def on_time(self):
        """Of those that were answered or whose last day is over."""
        return Share(self.standings[IN_TIME], self.answered + self.silent)

    @property
    def first(self):
        return Days(self.first_days)

    @property
    def completion(self):
        return Days(self.completion_days)

    @property
    def is_enough(self):
        return self.asked >= FEWEST

    def __add__(self, other):
        return Figures(
            self.standings + other.standings,
            self.first_days + other.first_days,
            self.completion_days + other.completion_days,
        )


class Statistics:
    """The figures of `info_requests` (what the reader may see) as of a day, by holder, profile and year: four queries."""

    def __init__(self, info_requests, on):
        self.info_requests = info_requests
        self.on = on

    @cached_property
    def cells(self):
        """{(holder, year): Figures}: all else is a sum of these."""
        cells = defaultdict(Figures)
        for holder, year, standing, days, count in _rows(FIRST_ANSWERS, self.info_requests, self.on):
            cells[holder, year].standings[standing] += count
            if standing in ANSWERED:
                cells[holder, year].first_days[days] += count
        for holder, year, days, count in _rows(COMPLETIONS, self.info_requests):
            cells[holder, year].completion_days[days] += count
        return cells

    @cached_property
    def holders(self):
        """Every holder that was asked, by its key, with its organisation."""
        keys = {holder for holder, _year in self.cells}
        return InformationHolder.objects.select_related("organisation").in_bulk(keys)

    @cached_property
    def total(self):
        return sum(self.cells.values(), Figures())

    @cached_property
    def by_holder(self):
        """{holder: Figures} by the name of the holder in the reader's language."""
        sums = self._summed(lambda holder, year: holder)
        return {
            holder: sums[holder.pk]
            for holder in sorted(self.holders.values(), key=lambda holder: str(holder.organisation.name).casefold())
        }

    @cached_property
    def by_profile(self):
        sums = self._summed(lambda holder, year: self.holders[holder].profile)
        return {profile: sums.get(profile, Figures()) for profile in InformationHolder.Profile}

    @cached_property
    def by_year_and_profile(self):
        """{(year, profile): Figures}, the newest year first, state bodies before companies."""
        order = list(InformationHolder.Profile)
        sums = self._summed(lambda holder, year: (year, InformationHolder.Profile(self.holders[holder].profile)))
        return dict(sorted(sums.items(), key=lambda item: (-item[0][0], order.index(item[0][1]))))

    @cached_property
    def refusals(self):
        """{ground: {profile: requests refused on it}}, the most frequent first. A refusal may name several grounds."""
        counted = (
            Reply.objects.filter(request__in=self.info_requests.order_by(), outcome=Outcome.REFUSED)
            .annotate(ground=Func(F("grounds"), function="unnest"), profile=F("request__holder__profile"))
            .order_by()
            .values_list("ground", "profile")
            .annotate(Count("request", distinct=True))
        )
        grounds = defaultdict(Counter)
        for ground, profile, count in counted:
            grounds[Ground(ground)][profile] += count
        return dict(sorted(grounds.items(), key=lambda item: (-item[1].total(), list(Ground).index(item[0]))))

    def _summed(self, group):
        sums = defaultdict(Figures)
        for place, figures in self.cells.items():
            sums[group(*place)] += figures
        return sums


def of_holder(holder, on):
    """The figures of one holder from public requests: also of those that it answered before they went to another."""
    were_here = list(Forwarding.objects.filter(from_holder=holder).values_list("request", flat=True))
    touched = InformationRequest.objects.public().filter(Q(holder=holder) | Q(pk__in=were_here))  # keys use the indexes
    cells = Statistics(touched, on).cells
    return sum((figures for (pk, _year), figures in cells.items() if pk == holder.pk), Figures())


def _rows(sql, info_requests, *params):
    filed = (
        info_requests.order_by()
        .annotate(year=ExtractYear("sent_on"))
        .values("id", "holder_id", "state", "outcome", "sent_on", "answered_on", "year")
    )
    filed_sql, filed_params = filed.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(filed=filed_sql), [*filed_params, *params])
        return cursor.fetchall()
