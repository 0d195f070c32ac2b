"""`python -m benchmarks.requests`: the register, its facets and the statistics with 50,000 requests and 400,000 events.

REQUESTS=50000 how many. Times are those of the database, as it reports them for each query of a page, the median of runs.
"""

import os
import random
import statistics
import time
import uuid
from contextlib import contextmanager
from datetime import date, timedelta

from portal.runtime import embedded, local
from portal.runtime.places import var

REQUESTS = int(os.environ.get("REQUESTS", "50000"))
EVENTS_EACH = 8
RUNS = 5
ON = date(2026, 11, 20)


def main():
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="ERROR")
    local.give_secret_key()
    with embedded.running(var() / "bench-requests" / "postgresql") as address:
        os.environ["DATABASE_URL"] = address
        import django
        from django.core.management import call_command

        django.setup()
        for command in ("compilemessages", "migrate", "load_reference"):
            call_command(command, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        fill()
        measure()


def fill():
    from requests_registry.models import InformationRequest, RequestEvent

    if InformationRequest.objects.count() < REQUESTS:
        started = time.monotonic()
        _fill(random.Random(7))
        print(f"filled in {time.monotonic() - started:.0f} s")
    print(f"{InformationRequest.objects.count():,} requests, {RequestEvent.objects.count():,} events.\n", flush=True)


def _fill(chance):
    from django.db import connection
    from django.utils import timezone

    from portal.models import User
    from requests_registry import counting
    from requests_registry.models import Clock, InformationHolder, InformationRequest, Reply, RequestEvent
    from requests_registry.models.clocks import ClockKind, Start

    now = timezone.now()
    author, _is_new = User.objects.get_or_create(username="bench")
    holders = list(InformationHolder.objects.select_related("organisation"))
    sample = counting.count(ClockKind.REPLY, InformationRequest(holder=holders[0]), date(2026, 3, 2), Start.RECEIPT)
    kept, rule = sample.as_clock(InformationRequest(), at=now).counting, sample.rule
    for begin in range(0, REQUESTS, 5000):
        rows = [_request(number, chance, holders, author, now) for number in range(begin, min(begin + 5000, REQUESTS))]
        InformationRequest.objects.bulk_create(rows)
        Clock.objects.bulk_create(_clocks(rows, rule, kept, now))
        Reply.objects.bulk_create(
            Reply(
                request=row,
                form_key=uuid.UUID(int=chance.getrandbits(128)),
                received_on=row.answered_on,
                outcome=row.outcome,
                text="Ответ.",
                language="ru",
                grounds=["commercial"] if row.outcome == "refused" else [],
                recorded_at=now,
                recorded_by=author,
            )
            for row in rows
            if row.answered_on
        )
        RequestEvent.objects.bulk_create(
            (
                RequestEvent(
                    request=row,
                    sequence=sequence,
                    kind=KINDS[sequence - 1],
                    effective_on=row.sent_on + timedelta(days=sequence),
                    at=now,
                    by=author,
                    changes=CHANGES.get(KINDS[sequence - 1], {}),
                )
                for row in rows
                for sequence in range(1, EVENTS_EACH + 1)
            ),
            batch_size=5000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


KINDS = ("filed", "registered", "asked", "given", "extended", "corrected", "recounted", "published")
CHANGES = {"registered": {"registration_number": ["", "ЗТ"]}, "asked": {"asked": ["", "costs"]}}


def _request(number, chance, holders, author, now):
    from requests_registry.models import InformationRequest

    sent_on = ON - timedelta(days=chance.randrange(2000))
    state, outcome = chance.choice(STATES)
    return InformationRequest(
        number=f"{sent_on.year}-{number + 1:05d}",
        form_key=uuid.UUID(int=chance.getrandbits(128)),
        holder=chance.choice(holders),
        subject=f"Сколько выброшено на площадке {number}",
        text="Прошу сообщить выбросы за год.",
        language="ru",
        channel="email",
        sent_on=sent_on,
        received_on=sent_on + timedelta(days=1),
        registration_number=f"ЗТ-{number}",
        state=state,
        outcome=outcome,
        answered_on=sent_on + timedelta(days=chance.randrange(2, 40)) if outcome else None,
        visibility="public",
        published_at=now,
        filed_at=now,
        filed_by=author,
        changed_at=now,
    )


STATES = [("answered", "full")] * 5 + [("answered", "part")] * 2 + [("answered", "refused")] * 2 + [("registered", "")]


def _clocks(rows, rule, kept, now):
    from requests_registry.models import Clock

    for row in rows:
        yield Clock(
            request=row,
            kind="reply",
            rule=rule,
            counted_from="receipt",
            started_on=row.received_on,
            due_on=row.received_on + timedelta(days=15),
            is_provisional=False,
            counting=kept,
            opened_at=now,
            closed_on=row.answered_on,
            closed_why="answered" if row.answered_on else "",
        )


def measure():
    from django.db import connection
    from django.test import Client

    from requests_registry.models import InformationHolder, InformationRequest

    client = Client(headers={"host": "localhost"})
    holder = InformationHolder.objects.first().organisation.slug
    number = InformationRequest.objects.order_by("-sent_on", "-pk").values_list("number", flat=True)[0]
    paths = {"register": "", "a request": f"{number}/", "statistics": "statistics/"}
    facets = (
        "state=waiting",
        "state=silent",
        "state=refused-late",
        "state=complaint-open",
        "state=court-open",
        "state=dispute",
        "overdue=on",
    )
    facets += ("outcome=refused", "ground=commercial", f"holder={holder}", "kind=akimat", "topic=air", "region=atyrau")
    paths |= {f"register, {facet}": f"?{facet}" for facet in (*facets, "year=2024")}
    print("| page | queries | in the database, ms | whole, ms |")
    print("|---|---:|---:|---:|")
    for name, path in paths.items():
        print(_line(name, client, f"/ru/requests/{path}", connection), flush=True)
    with _timed() as took:
        overdue = InformationRequest.objects.overdue(ON).count()
    print(f"| the overdue ones ({overdue:,}), counted | 1 | {took[0]:.0f} | |")


def _line(name, client, path, connection):
    client.get(path)
    database, whole = [], []
    for _run in range(RUNS):
        spent = []

        def watch(execute, *statement, spent=spent):
            started = time.perf_counter()
            try:
                return execute(*statement)
            finally:
                spent.append(time.perf_counter() - started)

        with connection.execute_wrapper(watch), _timed() as took:
            status = client.get(path).status_code
        assert status == 200, (path, status)
        database.append(sum(spent) * 1000)
        whole.append(took[0])
    return f"| {name} | {len(spent)} | {statistics.median(database):.0f} | {statistics.median(whole):.0f} |"


@contextmanager
def _timed():
    took = []
    started = time.perf_counter()
    yield took
    took.append((time.perf_counter() - started) * 1000)


if __name__ == "__main__":
    main()
