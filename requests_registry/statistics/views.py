from decimal import Decimal

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import exports
from requests_registry.statistics.figures import FEWEST
from requests_registry.statistics.page import GROUPS, Profile, StatisticsPage


def statistics(request):
    page = StatisticsPage(timezone.localdate())
    links = [(fmt.upper(), reverse("requests:statistics-file", args=["figures", fmt])) for fmt in exports.FORMATS]
    grounds = [(fmt.upper(), reverse("requests:statistics-file", args=["grounds", fmt])) for fmt in exports.FORMATS]
    context = {"page": page, "fewest": FEWEST, "downloads": links, "ground_downloads": grounds}
    return render(request, "requests_registry/statistics.html", context)


def export(request, name, fmt):
    """The rows of the page as a file; of a holder with few requests the name only, as on the page."""
    page = StatisticsPage(timezone.localdate())
    excel = request.GET.get("excel") == "1"
    if name == "figures":
        rows = [*page.groups, *page.years, *page.holders]
        return exports.respond(fmt, "statistics", figure_columns(), rows, excel=excel)
    if name == "grounds":
        return exports.respond(fmt, "refusal-grounds", ground_columns(), page.refusals, excel=excel)
    raise Http404


def figure_columns():
    return [
        exports.Column("level", _("kind of the line"), lambda row: row.level),
        exports.Column("key", _("year, rules or address of the holder's page"), lambda row: row.key),
        exports.Column("label", _("name"), lambda row: str(row.label)),
        exports.Column("profile", _("rules that apply"), lambda row: row.profile),
        *(_told_column(key, label, value) for key, label, value in _told()),
    ]


def ground_columns():
    return [
        exports.Column("ground", _("ground of the refusal"), lambda row: str(row[0])),
        exports.Column("articles", _("articles"), lambda row: row[1]),
        exports.Column("state", str(GROUPS[Profile.STATE]), lambda row: row[2]),
        exports.Column("companies", str(GROUPS[Profile.COMPANY]), lambda row: row[3]),
    ]


def _told():
    """(key, label, value of Figures) of everything that is counted."""
    yield "requests", _("requests"), lambda figures: figures.asked
    yield "in_time", _("answered in time"), lambda figures: figures.standings["in_time"]
    yield "late", _("answered late"), lambda figures: figures.standings["late"]
    yield "refused_late", _("refused later than the law allows"), lambda figures: figures.refused_late
    yield "silent", _("silence: the last day is over"), lambda figures: figures.silent
    yield "waiting", _("still within the term"), lambda figures: figures.standings["waiting"]
    yield "ended", _("withdrawn or returned before the last day"), lambda figures: figures.standings["ended"]
    yield "on_time_share", _("share answered in time"), lambda figures: _short(figures.on_time.value)
    yield from _interval("on_time", _("share answered in time"), lambda figures: figures.on_time)
    for key, label in (("first", _("days to the first answer")), ("completion", _("days to the completion"))):
        yield f"{key}_n", _("%(what)s: how many") % {"what": label}, lambda figures, key=key: getattr(figures, key).n
        yield (
            f"{key}_median",
            _("%(what)s: median") % {"what": label},
            lambda figures, key=key: getattr(figures, key).median,
        )
        yield from _interval(key, label, lambda figures, key=key: getattr(figures, key))


def _interval(key, label, measure):
    """The two ends of a 95 % interval."""
    for place, end, words in ((0, "low", _("%(what)s: 95 %% from")), (1, "high", _("%(what)s: 95 %% to"))):
        yield (
            f"{key}_{end}",
            words % {"what": label},
            lambda figures, place=place: measure(figures).interval and _short(measure(figures).interval[place]),
        )


def _told_column(key, label, value):
    return exports.Column(key, label, lambda row: value(row.figures) if _is_told(row) else None)


def _is_told(row):
    return row.level != "holder" or row.figures.is_enough


def _short(share):
    """Four decimals are more than any reader needs."""
    return share if share is None or isinstance(share, int) else round(Decimal(share), 4)
