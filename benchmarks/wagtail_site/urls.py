"""One page of results, twenty titles, with how many there are of each kind and language."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path
from wagtail.search.backends import get_search_backend
from wagtail.search.utils import parse_query_string
from wagtail_site.models import Text

PAGE = """<!doctype html><title>Search</title><p>{{ count }}</p>
{% for facet in facets %}<ul>{% for value, n in facet.items %}<li>{{ value }} {{ n }}</li>{% endfor %}</ul>{% endfor %}
<ol>{% for text in texts %}<li>{{ text.title }}<p>{{ text.body|truncatewords:30 }}</p></li>{% endfor %}</ol>"""


def results(request):
    _filters, query = parse_query_string(request.GET["q"], operator="and")
    found = get_search_backend().search(query, Text.objects.all())
    facets = [found.facet("kind"), found.facet("language")]
    context = {"texts": list(found[:20]), "count": found.count(), "facets": facets}
    return HttpResponse(engines["django"].from_string(PAGE).render(context))


urlpatterns = [path("", results)]
