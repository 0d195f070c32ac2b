from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.languages import LANGUAGES
from requests_registry import counting, deadlines
from requests_registry.explanations import explain
from requests_registry.models import InformationHolder, InformationRequest
from requests_registry.models.clocks import ClockKind


class Command(BaseCommand):
    help = "Print how a legal date is counted, step by step: for a day and a rule, or for the clocks of a request."

    def add_arguments(self, parser):
        parser.add_argument("start", help="the day the term is counted from (2025-03-07) or a request (2026-0001)")
        parser.add_argument("--kind", choices=ClockKind.values, default=ClockKind.REPLY.value, help="which clock")
        parser.add_argument("--profile", choices=InformationHolder.Profile.values, default="", help="whose rules")
        parser.add_argument("--language", choices=LANGUAGES, default="en")

    def handle(self, *, start, kind, profile, language, **options):
        with translation.override(language):
            for count in self._counts(start, kind, profile):
                self.stdout.write("\n".join(explain(count)))
                self.stdout.write(self.style.SUCCESS(f"{count.deadline.due_on:%Y-%m-%d}\n"))

    def _counts(self, start, kind, profile):
        info_request = InformationRequest.objects.filter(number=start).first()
        if info_request:
            return [counting.count_of(clock) for clock in info_request.clocks.select_related("rule")]
        return [self._count(_day(start), kind, profile)]

    def _count(self, started_on, kind, profile):
        try:
            rule = counting.rule_in_force(kind, on=started_on, profile=profile)
        except counting.NoRuleInForce as problem:
            raise CommandError(f"No rule of law is loaded for this clock on that day: {problem}.") from problem
        deadline = deadlines.due(started_on, rule.term, counting.work_calendar())
        return counting.Count(kind, rule, rule.starts_from, deadline)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(
            f"“{text}” is neither a day (2025-03-07) nor the number of a request (2026-0001)."
        ) from problem
