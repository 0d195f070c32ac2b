"""Sends a stored file so that a browser can do nothing with it but show or keep it.

The type is the one that was recognised, never guessed anew (nosniff). Everything but a PDF is sandboxed. Of a PDF
Safari shows an empty window in a sandbox and older Chromes a blocked page, so it gets a policy under which nothing
can be loaded; 'unsafe-inline' is for the style of Chrome's own viewer.
Django's FileResponse knows no byte ranges, and a viewer asks for them to show page 200 of a large PDF at once.
"""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from portal.documents import kinds

SANDBOX = "sandbox; default-src 'none'"
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
A_DAY = 24 * 3600
KEY = "a file on the media host"
KEY_SECONDS = 120


def address_on_media_host(document, is_public):
    """Where a file is under MEDIA_HOST. Who may read what is not public gets a key that is good for two minutes."""
    scheme = "https" if settings.HTTPS else "http"
    address = f"{scheme}://{settings.MEDIA_HOST}{document.get_absolute_url()}"
    return address if is_public else f"{address}?{urlencode({'key': signing.dumps(document.pk, salt=KEY)})}"


def key_opens(key, pk):
    try:
        return signing.loads(key, salt=KEY, max_age=KEY_SECONDS) == pk
    except signing.BadSignature:
        return False


def send(request, path, *, etag, kind, name, is_public, keep_seconds=0):
    """The file at `path`, whole or the one range that was asked for; 304 where the reader has it already.

    What is public may be kept by caches for `keep_seconds` and is then asked for again by its hash, so a withdrawn
    document disappears; what is not public is kept by nobody.
    """
    etag = f'"{etag}"'
    response = get_conditional_response(request, etag=etag) or _whole_or_part(request, path, etag)
    response["Content-Type"] = kind.media_type
    response["Content-Disposition"] = content_disposition_header(not kind.opens_in_browser, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_POLICY if kind == kinds.PDF else SANDBOX
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={keep_seconds}" if is_public else "private, no-store"
    return response


def _whole_or_part(request, path, etag):
    try:
        file = open(path, "rb")  # noqa: SIM115 -- FileResponse closes it
    except FileNotFoundError as error:
        raise Http404("the file is not on the disk") from error
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", request.headers.get("Range", ""))
    if not match or match.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return FileResponse(file)
    return _part(file, path.stat().st_size, *match.groups())


def _part(file, size, first, last):
    """206 with one range of bytes; 416 for a range outside the file."""
    if first:
        start, end = int(first), min(int(last or size), size - 1)
    else:
        start, end = max(0, size - int(last)), size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    response = FileResponse(_Slice(file, end - start + 1), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = end - start + 1
    return response


class _Slice:
    """The next `length` bytes of a file, as a file."""

    def __init__(self, file, length):
        self.file = file
        self.left = length

    def read(self, count=-1):
        chunk = self.file.read(self.left if count < 0 else min(count, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self):
        self.file.close()
