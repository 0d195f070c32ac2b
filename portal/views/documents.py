from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from portal.documents import kinds, limits, serving
from portal.models import Document


@require_safe
def document(request, pk, name):
    """A file under its own name: /files/12/Пособие.pdf; where there is a host for files, the way to it there."""
    document, is_public = _readable(request, pk)
    if name != document.name:
        return redirect(document)
    if settings.MEDIA_HOST:
        response = redirect(serving.address_on_media_host(document, is_public))
        response["Cache-Control"] = "private, no-store"
        return response
    return _sent(request, document, is_public)


@require_safe
def media(request, pk, name):
    """The same under MEDIA_HOST, which knows nobody: public files, and others by a key of two minutes."""
    public = Document.objects.visible_to(AnonymousUser()).filter(pk=pk, name=name).first()
    if public:
        return _sent(request, public, is_public=True)
    if serving.key_opens(request.GET.get("key", ""), pk):
        return _sent(request, get_object_or_404(Document, pk=pk, name=name), is_public=False)
    raise Http404("no such file")


def _sent(request, document, is_public):
    return serving.send(
        request, document.path, etag=document.sha256, kind=document.kind, name=document.name, is_public=is_public
    )


@require_safe
def cover(request, pk, width):
    document, is_public = _readable(request, pk)
    if not document.has_cover or width not in limits.COVER_WIDTHS:
        raise Http404("no such cover")
    return serving.send(
        request,
        document.cover_path(width),
        etag=f"{document.sha256}-{width}",
        kind=kinds.WEBP,
        name=f"{width}.webp",
        is_public=is_public,
        keep_seconds=serving.A_DAY,
    )


def _readable(request, pk):
    """The document and whether everybody may read it. The session is looked at only where not everybody may."""
    public = Document.objects.visible_to(AnonymousUser()).filter(pk=pk).first()
    if public:
        return public, True
    return get_object_or_404(Document.objects.visible_to(request.user), pk=pk), False
