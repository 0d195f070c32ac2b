"""Releases of many facilities from one table: check -> load -> undo. The only writer of imports of releases."""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.facilities.reading import Reader, ReadRelease
from portal.importing import keeping, read
from portal.importing.merged import filled
from portal.importing.problems import FileRefused, Refused, StepRefused
from portal.models import Release, ReleaseImport, ReleaseRevision

LOCK = 9  # the first half of our advisory locks' keys
MOST_ROWS = 100_000
SHOWN_CHANGES = 200
SHOWN_COLUMNS = 60
KEPT_REFUSALS = 5000
FIGURES = ("kg", "accidental_kg", "method", "source", "page")

State = ReleaseImport.State


@dataclass
class Plan:
    new: list[ReadRelease] = field(default_factory=list)
    changed: list[tuple[Release, ReadRelease]] = field(default_factory=list)
    same: int = 0
    refused: list[tuple] = field(default_factory=list)  # row, column, code, details
    left_out: list[str] = field(default_factory=list)  # columns of the table, other sheets of the workbook


def check(kept, source, *, by=None, at):
    """A run that says what the file would do; nothing else is stored."""
    plan = _plan(kept, at)
    return ReleaseImport.objects.create(
        file_name=kept.name, sha256=kept.sha256, size=kept.size, source=source, made_by=by, made_at=at, **_said(plan)
    )


def load(run, *, by=None, at):
    """Does what the file says now: between check and load others may have changed the releases."""
    with transaction.atomic():
        _lock()
        run = ReleaseImport.objects.select_for_update().get(pk=run.pk)
        if run.state != State.CHECKED:
            return run
        plan = _plan(keeping.kept(run), at)
        said = _said(plan)
        changed = [(release, _figures(release), row) for release, row in plan.changed]
        for release, _was, row in changed:
            _write(release, row, run.source)
        new = [_write(_release_of(row), row, run.source) for row in plan.new]
        Release.objects.bulk_create(new, batch_size=1000)
        Release.objects.bulk_update([release for release, _was, _row in changed], FIGURES, batch_size=1000)
        ReleaseRevision.objects.bulk_create(
            [
                *(_revision(run, release, None) for release in new),
                *(_revision(run, release, was) for release, was, _row in changed),
            ],
            batch_size=1000,
        )
        for name, value in {"state": State.LOADED, "made_by": by, "made_at": at, **said}.items():
            setattr(run, name, value)
        run.save()
    return run


def undo(run, *, by=None, at):
    """Puts back exactly what stood there, or refuses where somebody changed it since."""
    with transaction.atomic():
        _lock()
        run = ReleaseImport.objects.select_for_update().get(pk=run.pk)
        if run.state != State.LOADED:
            raise StepRefused(_("This import is not loaded."))
        revisions = list(run.revisions.all())
        current = _current({revision.facility_id for revision in revisions})
        for revision in revisions:
            release = current.get(_key(revision))
            if release is None or _figures(release) != revision.became:
                raise StepRefused(
                    _("A release of this import was changed since (%(year)d, facility %(facility)s): undo that first.")
                    % {"year": revision.year, "facility": revision.facility}
                )
        Release.objects.filter(pk__in=[current[_key(one)].pk for one in revisions if one.was is None]).delete()
        restored = [_restored(current[_key(one)], one.was) for one in revisions if one.was is not None]
        Release.objects.bulk_update(restored, FIGURES, batch_size=1000)
        run.mark_undone(by=by, at=at)
    return run


def _lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


def _plan(kept, at):
    plan = Plan()
    rows = {}
    with read.table(kept.path, kept.name) as table:
        reader = Reader(table.heading, at.year)
        plan.left_out = [*reader.left_out, *table.left_out]
        for count, (number, cells) in enumerate(filled(table.rows, table.areas, reader.amounts)):
            if count == MOST_ROWS:
                raise FileRefused("too_many_rows", most=MOST_ROWS)
            try:
                row = reader.read(number, cells)
                earlier = rows.setdefault(row.key, row)
                if earlier.figures != row.figures:
                    raise Refused("twice", column="", row=earlier.row)
            except Refused as refused:
                details = dict(refused.details)
                plan.refused.append((number, details.pop("column"), refused.code, details))
    current = _current({row.facility.pk for row in rows.values()})
    for row in rows.values():
        release = current.get(row.key)
        if release is None:
            plan.new.append(row)
        elif all(getattr(release, name) == value for name, value in row.figures.items()):
            plan.same += 1
        else:
            plan.changed.append((release, row))
    return plan


def _said(plan):
    """What a run keeps of a plan: counts, the changes side by side, why rows were refused."""
    return {
        "rows_new": len(plan.new),
        "rows_changed": len(plan.changed),
        "rows_same": plan.same,
        "rows_refused": len(plan.refused),
        "report": {
            "changes": [
                [row.row, row.facility.slug, row.year, row.pollutant.number, row.medium, str(release.kg), str(row.kg)]
                for release, row in plan.changed[:SHOWN_CHANGES]
            ],
            "refused": plan.refused[:KEPT_REFUSALS],
            "left_out": plan.left_out[:SHOWN_COLUMNS],
        },
    }


def _current(facilities):
    return {_key(release): release for release in Release.objects.filter(facility__in=facilities)}


def _key(one):
    return one.facility_id, one.pollutant_id, one.year, one.medium


def _release_of(row):
    return Release(facility=row.facility, pollutant=row.pollutant, year=row.year, medium=row.medium)


def _write(release, row, source):
    for name, value in {**row.figures, "source": source, "page": None}.items():
        setattr(release, name, value)
    return release


def _figures(release):
    """As JSON keeps them, amounts digit by digit."""
    found = {name: getattr(release, name) for name in FIGURES}
    return found | {name: f"{found[name]:f}" for name in ("kg", "accidental_kg")}


def _restored(release, was):
    for name, value in was.items():
        setattr(release, name, value)
    return release


def _revision(run, release, was):
    return ReleaseRevision(
        run=run,
        facility_id=release.facility_id,
        pollutant_id=release.pollutant_id,
        year=release.year,
        medium=release.medium,
        was=was,
        became=_figures(release),
    )
