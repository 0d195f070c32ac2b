"""Holders, rules of law and work calendars from the files beside this module: created where missing, never changed.

The years of work_calendar.csv were checked against the labour authority's orders and come confirmed. The years around them are
seeded from the `holidays` package and stay unconfirmed, so dates that need them are provisional, until staff confirm them.
"""

import re
from datetime import date
from pathlib import Path

import holidays
from django.utils import timezone

from portal.models import Organisation, Topic
from portal.reference.load import rows
from requests_registry.models import CalendarDay, Duty, InformationHolder, LegalRule, WorkCalendar

FOLDER = Path(__file__).parent
FIRST_YEAR = 2016  # Law 401-V was made in November 2015
YEARS_AHEAD = 2
CHECKED_SOURCE = (
    "Трудовой кодекс РК, ст. 84; приказы о переносе дней отдыха; requests_registry/reference/work_calendar.csv"
)
SEED_SOURCE = "Python package holidays"


def load():
    return {
        "holders of information": load_holders(),
        "rules of law": load_rules(),
        "work calendars": load_checked_years() + seed_other_years(),
        "duties of holders": load_duties(),
    }


def load_holders():
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    existing = set(InformationHolder.objects.values_list("organisation__slug", flat=True))
    new = [
        InformationHolder(
            organisation=organisations[row.pop("organisation")],
            higher_body=organisations.get(row.pop("higher_body", None)),
            **row,
        )
        for row in rows(FOLDER / "holders.csv")
        if row["organisation"] not in existing
    ]
    InformationHolder.objects.bulk_create(new)
    return len(new)


def load_rules():
    """A clock of which staff keep any rule is left alone: they know the newer text."""
    existing = set(LegalRule.objects.values_list("kind", "profile"))
    new = [
        LegalRule(**row | {"is_confirmed": row["is_confirmed"] == "1"})
        for row in rows(FOLDER / "rules.csv")
        if (row["kind"], row.get("profile", "")) not in existing
    ]
    LegalRule.objects.bulk_create(new)
    return len(new)


def load_duties():
    """A duty that staff keep is left alone; bodies and topics that this portal does not know are left out."""
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    topics = {topic.code: topic for topic in Topic.objects.all()}
    existing = set(Duty.objects.values_list("code", flat=True))
    new = [row for row in rows(FOLDER / "guide.csv") if row["code"] not in existing]
    for row in new:
        about, bodies = row.pop("topics").split(), row.pop("bodies", "").split()
        duty = Duty.objects.create(**row)
        duty.topics.set(topics[code] for code in about if code in topics)
        duty.bodies.set(organisations[slug] for slug in bodies if slug in organisations)
    return len(new)


def load_checked_years():
    days = [row | {"on": date.fromisoformat(row["on"])} for row in rows(FOLDER / "work_calendar.csv")]
    years = sorted({day["on"].year for day in days})
    return sum(
        _create_year(year, [day for day in days if day["on"].year == year], CHECKED_SOURCE, is_confirmed=True)
        for year in years
    )


def seed_other_years():
    last = timezone.localdate().year + YEARS_AHEAD
    existing = set(WorkCalendar.objects.values_list("year", flat=True))
    return sum(
        _create_year(year, list(seeded_days(year)), SEED_SOURCE, is_confirmed=False)
        for year in range(FIRST_YEAR, last + 1)
        if year not in existing
    )


def _create_year(year, days, source, *, is_confirmed):
    calendar, is_new = WorkCalendar.objects.get_or_create(
        year=year, defaults={"source": source, "is_confirmed": is_confirmed}
    )
    if is_new:
        CalendarDay.objects.bulk_create(CalendarDay(calendar=calendar, **day) for day in days)
    return int(is_new)


def seeded_days(year):
    """What the `holidays` package knows of a year, in the words of our own calendar."""
    names = {row.pop("name_in_package"): row for row in rows(FOLDER / "holiday_names.csv")}
    known = holidays.country_holidays("KZ", years=year, language="en_US")
    for on, label in sorted(known.items()):
        moved_from = re.search(r"substituted from (\d\d)/(\d\d)/", label)
        if moved_from:
            yield _moved_day_off(on, *moved_from.groups())
        elif label.endswith(" (observed)"):
            yield _in_lieu(on, names[label.removesuffix(" (observed)")])
        else:
            # Two holidays on one day are joined by a semicolon: the first one names it.
            yield {"on": on, **names[label.split(";")[0].removesuffix(" (estimated)")]}
    for on in sorted(day for day in known.weekend_workdays if day.year == year):
        yield _moved_working_day(on)


def _in_lieu(on, holiday):
    return {
        "on": on,
        "kind": CalendarDay.Kind.IN_LIEU,
        "name_kk": f"{holiday['name_kk']} үшін демалыс",
        "name_ru": f"Выходной за праздник: {holiday['name_ru']}",
        "name_en": f"In lieu of {holiday['name_en']}",
    }


def _moved_day_off(on, month, day):
    return {
        "on": on,
        "kind": CalendarDay.Kind.MOVED_DAY_OFF,
        "name_kk": f"Демалыс ауыстырылды ({day}.{month})",
        "name_ru": f"Перенос выходного с {day}.{month}",
        "name_en": f"Day off moved from {day}.{month}",
    }


def _moved_working_day(on):
    return {
        "on": on,
        "kind": CalendarDay.Kind.MOVED_WORKING_DAY,
        "name_kk": "Жұмыс күні (ауыстырылған)",
        "name_ru": "Рабочий день (перенесён)",
        "name_en": "Working day moved here",
    }
