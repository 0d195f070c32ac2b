"""Files inside files: gz and zip, unpacked to a file of their own, never more than a table could be."""

import gzip
import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from portal.importing.problems import FileRefused

CHUNK = 1024 * 1024
HARMLESS_BYTES = 64 * CHUNK  # so much may be unpacked whatever the ratio
BESIDE_TABLES = (".md", ".pdf", ".doc", ".docx", ".html", ".htm", ".json", ".xml", ".png", ".jpg", ".jpeg", ".rtf")
LARGEST_RATIO = 100  # tables of numbers shrink 5 to 30 times


@contextmanager
def unpacked(path, name):
    """(path, name) of the table itself: of the file, or of the only file inside a gz or zip (and of that inside it)."""
    with open(path, "rb") as file:
        head = file.read(4)
    opened = _gzip if head[:2] == b"\x1f\x8b" else _zip if head == b"PK\x03\x04" and not is_workbook(path) else None
    if opened is None:
        yield path, name
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "table"
        try:
            inner = opened(path, name, target)
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError) as error:
            raise FileRefused("damaged") from error
        except RuntimeError as error:  # zipfile's word for a password
            raise FileRefused("locked") from error
        except OSError as error:
            raise FileRefused("no_room") from error
        with unpacked(target, inner) as found:
            yield found


def is_workbook(path):
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise FileRefused("damaged") from error
    return any(name in names for name in ("xl/workbook.xml", "xl/workbook.bin", "content.xml"))


def _gzip(path, name, target):
    with gzip.open(path) as content:
        _copy(content, target, packed_size=path.stat().st_size)
    return name.removesuffix(".gz")


def _zip(path, name, target):
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if _is_table(entry)]
        if not entries:
            raise FileRefused("no_file_inside")
        if len(entries) > 1:
            raise FileRefused("many_files_inside", names=", ".join(entry.filename for entry in entries[:5]))
        with archive.open(entries[0]) as content:
            _copy(content, target, packed_size=max(entries[0].compress_size, 1))
        return Path(entries[0].filename).name


def _is_table(entry):
    """Not a folder, not what a Mac leaves behind, not a note or a picture that came along."""
    name = Path(entry.filename).name
    is_hidden = entry.filename.startswith("__MACOSX/") or name.startswith(".")
    return not entry.is_dir() and not is_hidden and not name.lower().endswith(BESIDE_TABLES)


def _copy(content, target, packed_size):
    allowed = max(HARMLESS_BYTES, LARGEST_RATIO * packed_size)
    with target.open("wb") as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)
            if file.tell() > min(allowed, shutil.disk_usage(target.parent).free // 2 + file.tell()):
                raise FileRefused("bomb", times=LARGEST_RATIO)
