"""What the first pages of a web server would wait for, done before gunicorn parts into workers: they share its memory."""

import gc

from django.db import DatabaseError, connections
from django.http import HttpRequest, QueryDict
from django.utils.translation import override

from portal.languages import LANGUAGES
from portal.search import russian
from portal.views.search import results

NOWHERE = "ъъъ"  # looked for at once in a collection of any size


def warm_up():
    """A search in each language reads addresses, templates, icons, catalogues and the names of things; a second, once."""
    russian.dictionary()
    try:
        for language in LANGUAGES:
            with override(language):
                results(_asked_for(f"q={NOWHERE}&literal=on&language={language}"))  # one with a filter is not counted
    except DatabaseError:
        pass  # no database yet: the first searches find everything cold
    finally:
        connections.close_all()  # each worker opens its own
        gc.freeze()  # a tenth of the time of a page was to look again whether any of this is garbage


def _asked_for(query):
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(query)
    return request
