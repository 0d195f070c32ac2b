"""One address, many forms: links to the forms of a page, and the forms that are no table."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import charts

NAMES = {"geojson": "GeoJSON"}


def links(name, arguments, forms, query=""):
    """(label, address) of each form, the page's own state kept; after CSV the one that Excel here opens well."""
    found = []
    for fmt in forms:
        url = reverse(name, args=[*arguments, fmt])
        found.append((_label(fmt), _with(url, query)))
        if fmt == "csv":
            found.append((_("CSV for Excel"), _with(url, f"{query}&excel=1" if query else "excel=1")))
    return found


def geojson(data, name):
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False}, content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{name}.geojson"'
    return response


def metadata(data):
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def picture(svg):
    return HttpResponse(charts.standalone(svg), content_type="image/svg+xml")


def _label(fmt):
    return _("About the data, JSON") if fmt == "metadata.json" else NAMES.get(fmt, fmt.upper())


def _with(url, query):
    return f"{url}?{query}" if query else url
