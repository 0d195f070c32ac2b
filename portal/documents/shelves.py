"""Where documents lie on the disk, below MEDIA_ROOT. Names people know are in the rows, not here."""

from pathlib import Path

from django.conf import settings


def path_of(sha256):
    return kept() / sha256[:2] / sha256


def cover_of(sha256, width):
    return covers() / sha256[:2] / f"{sha256}-{width}.webp"


def kept():
    return Path(settings.MEDIA_ROOT) / "documents"


def covers():
    return Path(settings.MEDIA_ROOT) / "covers"


def arrivals():
    """The folder of what is not ready yet, on the same disk as the rest, so that a rename moves it."""
    folder = Path(settings.MEDIA_ROOT) / "arriving"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
