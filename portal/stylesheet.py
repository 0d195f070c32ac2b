"""One stylesheet for the reader, one file for each part for us.

A browser finds out about an @import only after it has read the importing file, and then asks for each file in turn:
on a slow line that is a second or more before anything is drawn. So `collectstatic` writes what is imported into the
file itself; while developing, the imports are followed as they stand.
"""

import posixpath
import re
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ("css/site.css", "css/admin.css")
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;\n')
ADDRESS = re.compile(r'url\("(?P<name>[^":]+)"\)')


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with hashed names, as WhiteNoise's, with the imports of our stylesheets written out."""

    def post_process(self, paths, dry_run=False, **options):
        sheets = InMemoryStorage()
        read = partial(_read, paths)
        written = [sheet for sheet in SHEETS if sheet in paths and not dry_run]
        for sheet in written:
            sheets.save(sheet, ContentFile(written_out(sheet, read)))
        paths = {**paths, **{sheet: (sheets, sheet) for sheet in written}}
        yield from super().post_process(paths, dry_run, **options)


def written_out(sheet, read):
    """The text of `sheet` with every @import replaced by what it imports, in its layer, addresses kept right."""

    def imported(match):
        name = posixpath.join(posixpath.dirname(sheet), match["name"])
        css = ADDRESS.sub(lambda address: f'url("{_seen_from(sheet, name, address["name"])}")', read(name))
        return f"@layer {match['layer']} {{\n{css}}}\n" if match["layer"] else css

    return IMPORT.sub(imported, read(sheet))


def _seen_from(sheet, name, address):
    target = posixpath.join(posixpath.dirname(name), address)
    return posixpath.relpath(target, posixpath.dirname(sheet))


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
