"""From a request to its dates: which rule, counted from which day, with which calendar. The arithmetic is in deadlines.py."""

from dataclasses import dataclass
from datetime import date

from requests_registry import deadlines
from requests_registry.models import Clock, LegalRule, WorkCalendar
from requests_registry.models.clocks import ClockKind, Start


class NoRuleInForce(Exception):
    """No rule of law is entered for this clock on that day, so no date can be promised."""


@dataclass(frozen=True)
class Count:
    """A deadline together with the rule it rests on and what it was counted from."""

    kind: str
    rule: LegalRule
    counted_from: str
    deadline: deadlines.Deadline
    named_on: date | None = None  # the day that the holder named itself, within the rule

    @property
    def due_on(self):
        return self.named_on or self.deadline.due_on

    @property
    def is_provisional(self):
        return self.deadline.is_provisional or self.is_counted_from_sending or not self.rule.is_confirmed

    @property
    def is_counted_from_sending(self):
        """In place of the receipt that the rule speaks of."""
        return self.counted_from == Start.SENDING and self.rule.starts_from != Start.SENDING

    def as_clock(self, info_request, *, at):
        return Clock(
            request=info_request,
            kind=self.kind,
            rule=self.rule,
            counted_from=self.counted_from,
            started_on=self.deadline.started_on,
            due_on=self.due_on,
            is_provisional=self.is_provisional,
            counting=_as_json(self),
            opened_at=at,
        )


def count_reply(info_request):
    """When the reply is due: from receipt or, while that day is not known, from sending."""
    counted_from = Start.RECEIPT if info_request.received_on else Start.SENDING
    return count(ClockKind.REPLY, info_request, info_request.counted_from_on, counted_from)


def count_extension(info_request, named_on=None):
    """The last day of a term that was extended once: counted from receipt; the holder may name an earlier one."""
    return count(ClockKind.EXTENSION, info_request, info_request.received_on, Start.RECEIPT, named_on)


def count(kind, info_request, started_on, counted_from, named_on=None):
    """Any clock of a request. Raises NoRuleInForce where the laws give this holder no such term."""
    rule = rule_for(kind, info_request, started_on)
    if rule is None:
        raise NoRuleInForce(f"{kind} on {started_on:%Y-%m-%d}")
    deadline = deadlines.due(started_on, rule.term, work_calendar())
    return Count(kind, rule, counted_from, deadline, named_on)


def count_if_given(kind, info_request, started_on, counted_from=None):
    """The same, or None where the laws give no such term; counted from what the rule itself names."""
    rule = rule_for(kind, info_request, started_on)
    return rule and count(kind, info_request, started_on, counted_from or rule.starts_from)


def rule_for(kind, info_request, on):
    """The rule of this clock for a request, or None: in the text that the law had when it was last sent (a draft: on that day).

    So a complaint of 2026 about a request of 2025 still follows the Administrative Procedural Code of 2025.
    """
    day = info_request.resent_on or info_request.sent_on or on
    return LegalRule.objects.in_force(kind, on=day, profile=info_request.holder.profile)


def rule_in_force(kind, *, on, profile=""):
    rule = LegalRule.objects.in_force(kind, on=on, profile=profile)
    if rule is None:
        raise NoRuleInForce(f"{kind} on {on:%Y-%m-%d}")
    return rule


def work_calendar():
    return WorkCalendar.objects.all().as_calendar()


def count_again(clock):
    """The same term with the rules and the calendar of today."""
    return count(clock.kind, clock.request, clock.started_on, clock.counted_from, count_of(clock).named_on)


def is_still_right(clock):
    """Whether today's rules and calendar give this clock the same dates and the same reasons.

    Where no rule is in force any more the clock stays as it was counted.
    """
    try:
        again = count_again(clock)
    except NoRuleInForce:
        return True
    return (again.due_on, again.is_provisional, _as_json(again)) == (
        clock.due_on,
        clock.is_provisional,
        clock.counting,
    )


def count_of(clock):
    """The count as it was made when the clock was opened."""
    kept = clock.counting
    named_on = clock.due_on if "named_within" in kept else None
    deadline = deadlines.Deadline(
        started_on=clock.started_on,
        term=deadlines.Term(kept["length"], kept["unit"]),
        ends_on=date.fromisoformat(kept["ends_on"]),
        due_on=date.fromisoformat(kept["named_within"]) if named_on else clock.due_on,
        skipped=tuple(deadlines.SkippedDay(date.fromisoformat(day["on"]), day["names"]) for day in kept["skipped"]),
        unconfirmed_years=tuple(kept["unconfirmed_years"]),
    )
    return Count(clock.kind, clock.rule, clock.counted_from, deadline, named_on)


def _as_json(count):
    deadline = count.deadline
    return {
        "length": deadline.term.length,
        "unit": deadline.term.unit,
        "ends_on": deadline.ends_on.isoformat(),
        "skipped": [{"on": day.on.isoformat(), "names": day.names} for day in deadline.skipped],
        "unconfirmed_years": list(deadline.unconfirmed_years),
        "rule": count.rule.pk,
        "rule_is_confirmed": count.rule.is_confirmed,
        **({"named_within": deadline.due_on.isoformat()} if count.named_on else {}),
    }
