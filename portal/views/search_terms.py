"""What people look for and do not find, for staff: what to publish next, and which names the glossary lacks."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.access import role_required
from portal.models import SearchedText
from portal.models.accounts import EDITOR, REGISTRAR

DAYS = 90
SIZE = 50


@role_required(EDITOR, REGISTRAR)
@require_safe
def unfound(request):
    since = timezone.localdate() - timedelta(days=DAYS)
    page = Paginator(SearchedText.objects.unfound(since=since), SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/unfound.html", {"page": page, "terms": page.object_list, "days": DAYS})
