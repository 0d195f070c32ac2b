"""Tables of limit values: read -> check -> load, all or nothing, and back again.

    table = limits.check(LimitTable(norm=…, edition=…, …), kept, at=now)      # what would happen; no limit is stored
    limits.load(table, by=user, at=now)
    limits.undo(table, by=user, at=now)          # the limits are again what they were

Whatever a table brings is unconfirmed, and what a person has confirmed no table changes.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from portal.exceedances import rollup
from portal.exceedances.tasks import refresh_values
from portal.importing import keeping, read
from portal.importing.columns import EXCEEDING, LIMITS, Vocabulary
from portal.importing.merged import Shared, filled
from portal.importing.numbers import number
from portal.importing.problems import FileRefused, Refused, StepRefused
from portal.models import LimitTable, LimitValue, Norm, Parameter, Series, Unit

SUBSTANCES = re.compile(
    r"substance|pollutant|parameter|ingredient|веществ|наименован|показател|ингредиент|примес|атауы|зат|көрсеткіш",
    re.IGNORECASE,
)
NO_LIMITS = re.compile(r"hazard|class|класс|вредност|қауіп", re.IGNORECASE)
AVERAGINGS = {
    LimitValue.Averaging.MAX_SINGLE: re.compile(r"разов|\bм\.? ?р\b|max\w*[ _]single|бір рет", re.IGNORECASE),
    LimitValue.Averaging.DAILY: re.compile(r"суточн|\bс\.? ?с\b|daily|24.?h|тәулік", re.IGNORECASE),
    LimitValue.Averaging.ANNUAL: re.compile(r"годов|annual|жылдық", re.IGNORECASE),
}
NAMED_APART = re.compile(r"(.+?)\s*(?:\((.*)\)|,\s*(\w+))").fullmatch  # Copper (Cu, total); Oil products, total
EXPRESSED_AS = re.compile(r"\b(for|as|according|по|в пересч\w*|бойынша)\b", re.IGNORECASE)  # per nitrogen, not per ion
AT_MOST = re.compile(r"(?:не более|до|≤)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    index: int
    name: str
    averaging: str
    unit: Unit


def check(table, kept, *, at, by=None):
    """`table`, saved as checked: each line with what would become of it."""
    table.file_name, table.sha256, table.size = kept.name, kept.sha256, kept.size
    table.made_at, table.made_by = at, by
    table.lines, table.refusals = _read(table, kept)
    table.save()
    return table


@transaction.atomic
def load(table, *, at, by=None):
    """Store what a checked table has that is new or changed; the file is read again, for limits may have changed."""
    table = _locked(table)
    if table.state != LimitTable.State.CHECKED:
        raise StepRefused(_("This table is loaded already."))
    table.lines, table.refusals = _read(table, keeping.kept(table))
    units = {unit.code: unit for unit in Unit.objects.all()}
    for line in table.lines:
        if line["what"] == "new":
            line["limit"] = _create(table, line, units[line["unit"]]).pk
        elif line["what"] == "changed":
            LimitValue.objects.filter(pk=line["limit"]).update(
                value=line["value"], unit=units[line["unit"]], table=table
            )
    table.state, table.made_at, table.made_by = LimitTable.State.LOADED, at, by
    table.save()
    _compute_again(table)
    return table


@transaction.atomic
def undo(table, *, at, by=None):
    """Take back what a table brought; StepRefused where a person or another table has changed or confirmed it since."""
    table = _locked(table)
    if table.state != LimitTable.State.LOADED:
        raise StepRefused(_("This table is not loaded."))
    written = [line for line in table.lines if line["what"] != "same"]
    limits = LimitValue.objects.select_for_update().filter(pk__in=[line["limit"] for line in written]).in_bulk()
    for line in written:
        limit = limits.get(line["limit"])
        if limit is None or limit.table_id != table.pk or limit.is_confirmed or limit.value != Decimal(line["value"]):
            raise StepRefused(
                _("The limit value of “%(name)s” was changed or confirmed since: correct it in the administration.")
                % {"name": line["name"]}
            )
        if line["what"] == "new":
            limit.delete()
        else:
            before = line["before"]
            limit.value, limit.unit_id, limit.table_id = before["value"], before["unit"], before["table"]
            limit.save(update_fields=["value", "unit", "table"])
    table.mark_undone(by=by, at=at)
    _compute_again(table)
    return table


def _locked(table):
    """Two tables of one act wait for each other."""
    Norm.objects.select_for_update().get(pk=table.norm_id)
    return LimitTable.objects.select_for_update(of=["self"]).select_related("norm", "unit").get(pk=table.pk)


def _read(table, kept):
    """(lines, refusals) of the file, each line with its parameter, value, unit and what it is: new, changed or same."""
    lines, refusals, seen = [], [], set()
    vocabulary = Vocabulary(source=None)
    with read.table(kept.path, kept.name) as found:
        names = _column_of_names(found.heading)
        columns = _columns_of_limits(found, table, vocabulary)
        width = len(found.heading)
        rows = list(filled(found.rows, found.areas, {column.index for column in columns}))
    known = {}
    for limit in _limits(table):
        known.setdefault((limit.parameter.code, limit.averaging), []).append(limit)
    parameters = _Parameters(vocabulary, [str(cells[names]) for _row, cells in rows if len(cells) == width])
    for row, cells in rows:
        if len(cells) != width:
            refusals.append([row, "", "ragged", {"found": len(cells), "expected": width}])
            continue
        for column in columns:
            try:
                line = _line(row, str(cells[names]), cells[column.index], column, parameters)
                if line is None:
                    continue
                key = line["parameter"], line["averaging"]
                if key in seen:
                    raise Refused("limit_twice", text=line["name"])
                seen.add(key)
                _compare(line, known.get(key, []), column.unit)
                lines.append(line)
            except Refused as refused:
                refused.details.setdefault("unit", column.unit.symbol_en or column.unit.code)
                refusals.append([row, column.name, refused.code, refused.details])
    return lines, refusals


def _column_of_names(heading):
    return next((place for place, name in enumerate(heading) if SUBSTANCES.search(name) and not LIMITS.search(name)), 0)


def _columns_of_limits(found, table, vocabulary):
    columns = []
    for index, name in enumerate(found.heading):
        averaging = next((code for code, words in AVERAGINGS.items() if words.search(name)), None)
        if not (averaging or LIMITS.search(name)) or EXCEEDING.search(name) or NO_LIMITS.search(name):
            continue
        unit = vocabulary.unit_in(name) or table.unit or _unit_above(found.titles, vocabulary)
        if unit is None:
            raise FileRefused("no_unit", name=name)
        columns.append(Column(index, name, averaging or table.averaging, unit))
    if not columns:
        raise FileRefused("no_limits", names=", ".join(filter(None, found.heading))[:300])
    _check_averagings(columns)
    return columns


def _unit_above(titles, vocabulary):
    return next(filter(None, map(vocabulary.unit_in, titles)), None)


def _check_averagings(columns):
    seen = {}
    for column in columns:
        if not column.averaging:
            raise FileRefused("no_averaging")
        if column.averaging in seen:
            raise FileRefused("same_limits", first=seen[column.averaging], second=column.name)
        seen[column.averaging] = column.name


class _Parameters:
    """Substances as tables of limits write them: Copper (Cu, total) is copper, if no other row is of copper."""

    def __init__(self, vocabulary, names):
        self.vocabulary = vocabulary
        bare = [_apart(name)[0] for name in names]
        self.unique = {name for name in bare if bare.count(name) == 1}

    def find(self, text):
        name, inside = _apart(text)
        found = self.vocabulary.parameter(text)
        if found is None and inside and not EXPRESSED_AS.search(inside):
            found = self.vocabulary.parameter(f"{name} {inside.split(',')[-1]}") or self.vocabulary.parameter(inside)
            if found is None and name in self.unique:
                found = self.vocabulary.parameter(name)
        if found is None:
            raise Refused("unknown_parameter", text=text)
        return found


def _apart(text):
    """(name, what stands in brackets or behind a comma after it)"""
    found = NAMED_APART(" ".join(text.split()))
    return (found[1], found[2] or found[3]) if found else (text, "")


def _line(row, name, cell, column, parameters):
    if isinstance(cell, Shared):
        raise Refused("merged", text=cell, cells=cell.area)
    text = str(cell).strip()
    try:
        found = number(AT_MOST.sub("", text, count=1))
    except Refused as refused:
        code = "no_limit" if refused.code == "not_detected" else refused.code
        raise Refused(code, text=text) from refused
    if found is None or not name.strip():
        return None
    value, is_below = found
    if is_below or value <= 0:
        raise Refused("no_limit", text=text)
    return {
        "row": row,
        "name": name.strip(),
        "parameter": parameters.find(name.strip()).code,
        "averaging": column.averaging,
        "value": f"{value:f}",
        "unit": column.unit.code,
    }


def _limits(table):
    """The limits of the same act, medium and use that hold at some time of those of the table."""
    return LimitValue.objects.filter(
        norm=table.norm, medium=table.medium, use=table.use, step="", valid__overlap=_valid(table)
    ).select_related("parameter", "unit")


def _compare(line, limits, unit):
    if not limits:
        line["what"] = "new"
        return
    if len(limits) > 1:
        raise Refused("limits_of_several_times", text=line["name"])
    (limit,) = limits
    value = Decimal(line["value"])
    line["limit"], line["old"] = limit.pk, str(limit)
    is_same = limit.unit.kind == unit.kind and limit.value * limit.unit.factor_to_base == value * unit.factor_to_base
    if not is_same and limit.is_confirmed:
        raise Refused("limit_confirmed", text=line["value"], old=str(limit))
    line["what"] = "same" if is_same else "changed"
    line["before"] = {"value": f"{limit.value:f}", "unit": limit.unit_id, "table": limit.table_id}


def _create(table, line, unit):
    return LimitValue.objects.create(
        norm=table.norm,
        parameter=Parameter.objects.get(code=line["parameter"]),
        medium=table.medium,
        use=table.use,
        averaging=line["averaging"],
        value=line["value"],
        unit=unit,
        valid=_valid(table),
        table=table,
    )


def _valid(table):
    return DateRange(table.valid_from, table.valid_until)


def _compute_again(table):
    codes = {line["parameter"] for line in table.lines if line["what"] != "same"}
    rollup.mark_dirty(Series.objects.filter(parameter__code__in=codes).exclude(station=None).exclude(first_ts=None))
    refresh_values.enqueue()
