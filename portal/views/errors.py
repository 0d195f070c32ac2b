"""The pages of refusal and failure, in the frame of the site and the language of the address."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponseNotFound, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from portal.redirects import moved_to


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    if address := moved_to(request.path):
        return redirect(address, permanent=True)
    return render(request, "404.html", {"guessed_words": words_of(request.path)}, status=404)


def no_file(request, exception=None):
    """Under the host for files, where there is no page."""
    return HttpResponseNotFound(_("There is no such file."), content_type="text/plain; charset=utf-8")


def server_error(request):
    """Rendered without the request: no database, no context processor, no message can make it fail again."""
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with override(language):
        page = render_to_string("500.html", {"language": language, "stylesheet": stylesheet()})
    return HttpResponseServerError(page)


def words_of(path):
    """What to look for when an address leads nowhere: /kk/events/dongelek-ustel-2026.html -> dongelek ustel 2026."""
    parts = [part for part in unquote(path).split("/") if part and part not in dict(settings.LANGUAGES)]
    last = re.sub(r"\.\w{1,5}$", "", parts[-1]) if parts else ""
    return " ".join(re.findall(r"\w+", last.replace("_", " ")))[:100]


def stylesheet():
    try:
        return static("css/site.css")
    except ValueError:  # the manifest of static files is missing: an unstyled page still says what happened
        return ""
