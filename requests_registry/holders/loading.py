"""A table of holders into the directory: first what it would do, then all of it in one transaction, or nothing.

    plan = loading.plan(rows)                                   # new, changed, unchanged and refused rows
    plan = loading.load(rows, by=user, at=now, expected=plan.fingerprint)

A column that the file does not have stays as it is; an empty cell empties. The same file again changes nothing.
"""

import csv
import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import connection, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.models import Organisation, Region
from portal.search import index
from requests_registry import passing
from requests_registry.holders.tables import (
    COLUMNS,
    HOLDER_COLUMNS,
    ORGANISATION_COLUMNS,
    cells_of,
    cells_of_organisation,
    channels_as_text,
    channels_in,
)
from requests_registry.models import HolderChannel, HolderMailbox, InformationHolder

LOCK = "requests_registry.holder_import"
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
NAMES = tuple(name for name in ORGANISATION_COLUMNS if name.startswith("name_"))


class ImportRunning(Exception):
    """Another import of holders has not ended yet."""


class PlanChanged(Exception):
    """Since the dry run the directory has changed: `plan` is what the file would do now."""

    def __init__(self, plan):
        super().__init__(
            _("The directory has changed since the file was checked. Nothing is loaded yet: look once more.")
        )
        self.plan = plan


@dataclass
class PlannedRow:
    number: int
    slug: str
    cells: dict
    state: str = UNCHANGED
    changes: list = field(default_factory=list)  # (column, old, new)
    problems: list = field(default_factory=list)  # (column, sentence)

    def refuse(self, column, sentence):
        self.state = REFUSED
        self.problems.append((column, str(sentence)))

    @property
    def sentences(self):
        """Row 57, column profile: …"""
        for column, sentence in self.problems:
            words = {"row": self.number, "column": column, "what": sentence}
            yield (
                _("Row %(row)d, column %(column)s: %(what)s") % words if column else _("Row %(row)d: %(what)s") % words
            )


@dataclass
class Plan:
    rows: list

    def _in_state(self, state):
        return [row for row in self.rows if row.state == state]

    @property
    def new(self):
        return self._in_state(NEW)

    @property
    def changed(self):
        return self._in_state(CHANGED)

    @property
    def unchanged(self):
        return self._in_state(UNCHANGED)

    @property
    def refused(self):
        return self._in_state(REFUSED)

    @property
    def does_something(self):
        return bool(self.new or self.changed)

    @property
    def fingerprint(self):
        """Equal where the same rows would do the same."""
        told = [[row.number, row.slug, row.state, row.changes] for row in self.rows]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class Directory:
    """What the portal knows before the import: five queries, whatever the number of rows."""

    def __init__(self, *, lock=False):
        organisations = Organisation.objects.select_related("region")
        holders = InformationHolder.objects.select_related("organisation__region", "higher_body")
        if lock:
            organisations = organisations.select_for_update(of=["self"])
            holders = holders.select_for_update(of=["self"])
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        self.holders = {
            holder.organisation.slug: holder for holder in holders.prefetch_related("channels", "mailboxes")
        }

    @cached_property
    def regions(self):
        return {region.iso_3166_2: region for region in Region.objects.all()}

    def cells(self, slug):
        """The row as it stands now; empty where nothing does."""
        if slug in self.holders:
            return cells_of(self.holders[slug])
        organisation = self.organisations.get(slug)
        known = cells_of_organisation(organisation) if organisation else {}
        return dict.fromkeys(COLUMNS, "") | known


def plan(rows, directory=None):
    """What the rows of a file would do. Nothing is stored."""
    directory = directory or Directory()
    planned, seen = [], set()
    for number, cells in rows:
        row = PlannedRow(number, cells.get("organisation", ""), cells)
        planned.append(row)
        _check_row(row, directory, seen)
        seen.add(row.slug)
    _refuse_unknown_bodies(planned, directory)
    return Plan(planned)


@transaction.atomic
def load(rows, *, by, at, expected=None):
    """Load what the plan says; refused rows are left out. `expected` is the fingerprint of the plan that a person saw.

    A holder that changes its profile changes the terms of what was asked of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning(_("Another import of holders is running. Try again in a minute."))
    directory = Directory(lock=True)
    found = plan(rows, directory)
    if expected is not None and found.fingerprint != expected:
        raise PlanChanged(found)
    rows = found.new + found.changed
    for row in rows:
        _write_organisation(row, directory)
    for row in rows:
        holder = _write_holder(row, directory, by)
        if row.state == CHANGED and any(name == "profile" for name, _old, _new in row.changes):
            passing.follow_profile(holder, by=by, at=at)
    return found


def _check_row(row, directory, seen):
    if "" in row.cells:
        row.refuse("", _("the row has more cells than the heading"))
    if not _is_slug(row.slug):
        return row.refuse("organisation", _("“%(slug)s” is no address of an organisation") % {"slug": row.slug})
    if row.slug in seen:
        return row.refuse("organisation", _("“%(slug)s” stands in an earlier row already") % {"slug": row.slug})
    known = directory.cells(row.slug)
    wanted = known | {name: text for name, text in row.cells.items() if name}
    wanted["kind"] = wanted["kind"] or Organisation.Kind.OTHER
    _check_models(row, wanted, directory)
    _check_channels(row, wanted)
    _check_mailboxes(row, wanted, known)
    if row.state == REFUSED:
        return None
    row.changes = [(name, known[name], wanted[name]) for name in COLUMNS if known[name] != wanted[name]]
    row.state = NEW if row.slug not in directory.holders else CHANGED if row.changes else UNCHANGED
    return None


def _is_slug(text):
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return len(text) <= Organisation._meta.get_field("slug").max_length


def _check_models(row, wanted, directory):
    if wanted["region"] and wanted["region"] not in directory.regions:
        row.refuse("region", _("there is no region “%(code)s”") % {"code": wanted["region"]})
    if not any(wanted[name] for name in NAMES):
        row.refuse(NAMES[0], _("a name in one of the three languages is needed"))
    organisation = Organisation(**{name: wanted[name] for name in ORGANISATION_COLUMNS if name != "region"})
    holder = InformationHolder(**{name: wanted[name] for name in HOLDER_COLUMNS if name != "higher_body"})
    _tell(row, organisation.clean_fields, exclude=["slug", "region", "parent"])
    _tell(row, holder.clean_fields, exclude=["organisation", "higher_body"])


def _tell(row, check, *, column=None, **options):
    """Every message of the model's own checks, under the column it is about."""
    try:
        check(**options)
    except ValidationError as problem:
        for name, errors in problem.error_dict.items():
            for error in errors:
                row.refuse(column or name, _sentence(check.__self__, name, error))


def _sentence(model, name, error):
    """Django's sentence, or for a choice that is none the codes to choose from."""
    if error.code != "invalid_choice":
        return error.messages[0]
    codes = ", ".join(code for code, _label in model._meta.get_field(name).choices)
    return _("“%(value)s” is none of these: %(codes)s") % {"value": error.params["value"], "codes": codes}


def _check_channels(row, wanted):
    try:
        channels = channels_in(wanted["channels"])
    except (csv.Error, ValueError):
        return row.refuse("channels", _("a line has more than six parts, or a quotation mark does not end"))
    places = [(channel["kind"], channel["address"]) for channel in channels]
    if len(set(places)) < len(places):
        row.refuse("channels", _("the same way to write stands there twice"))
    for channel in channels:
        check = HolderChannel(**channel).full_clean
        _tell(row, check, column="channels", exclude=["holder"], validate_unique=False, validate_constraints=False)
    wanted["channels"] = channels_as_text([list(channel.values()) for channel in channels])
    return None


def _check_mailboxes(row, wanted, known):
    addresses = wanted["mailboxes"].split()
    wanted["mailboxes"] = "\n".join(sorted(addresses))
    if wanted["mailboxes"] == known["mailboxes"]:
        return
    if len({address.lower() for address in addresses}) < len(addresses):
        row.refuse("mailboxes", _("the same address stands there twice"))
    for address in addresses:
        try:
            HolderMailbox(address=address).full_clean(exclude=["holder"])
        except ValidationError:
            sentence = _("“%(address)s” is neither an e-mail address nor a domain that begins with @")
            row.refuse("mailboxes", sentence % {"address": address[:100]})


def _refuse_unknown_bodies(planned, directory):
    """A higher body is an organisation of the portal or of a good row of the file; a refusal may cause another."""
    while True:
        known = directory.organisations.keys() | {row.slug for row in planned if row.state != REFUSED}
        lost = [row for row in planned if row.state != REFUSED and row.cells.get("higher_body", "") not in {"", *known}]
        if not lost:
            return
        for row in lost:
            row.refuse("higher_body", _("there is no organisation “%(slug)s”") % {"slug": row.cells["higher_body"]})


def _write_organisation(row, directory):
    changed = {name: new for name, _old, new in row.changes if name in ORGANISATION_COLUMNS}
    organisation = directory.organisations.setdefault(row.slug, Organisation(slug=row.slug))
    if organisation.pk and not changed:
        return
    for name, new in changed.items():
        setattr(organisation, name, directory.regions.get(new) if name == "region" else new)
    organisation.save()
    index.refresh(organisation)


def _write_holder(row, directory, by):
    holder = directory.holders.get(row.slug) or InformationHolder()
    is_new = holder.pk is None
    holder.organisation = directory.organisations[row.slug]
    for name, _old, new in row.changes:
        if name in HOLDER_COLUMNS:
            setattr(holder, name, directory.organisations.get(new) if name == "higher_body" else new)
    holder.save()
    changed = {name: new for name, _old, new in row.changes}
    if "channels" in changed:
        _write_channels(holder, channels_in(changed["channels"]))
    if "mailboxes" in changed:
        _write_mailboxes(holder, changed["mailboxes"].split())
    if by is not None:
        flag, message = (ADDITION if is_new else CHANGE), "import: " + ", ".join(changed)
        LogEntry.objects.log_actions(by.pk, [holder], flag, change_message=message, single_object=True)
    return holder


def _write_channels(holder, channels):
    """Ways that stay keep their rows."""
    kept = {(channel.kind, channel.address): channel for channel in holder.channels.all()}
    for values in channels:
        channel = kept.pop((values["kind"], values["address"]), HolderChannel(holder=holder))
        for name, value in values.items():
            setattr(channel, name, value)
        channel.save()
    HolderChannel.objects.filter(pk__in=[channel.pk for channel in kept.values()]).delete()


def _write_mailboxes(holder, addresses):
    holder.mailboxes.exclude(address__in=addresses).delete()
    known = set(holder.mailboxes.values_list("address", flat=True))
    HolderMailbox.objects.bulk_create(
        HolderMailbox(holder=holder, address=address) for address in addresses if address not in known
    )
