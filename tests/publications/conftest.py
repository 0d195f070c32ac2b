import io

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.documents import door
from portal.publishing import publish
from publications.models import LanguageVersion, Publication
from tests.documents import files
from tests.documents.readers import in_this_process  # noqa: F401


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def aigul(db):
    """Aigul administers the portal."""
    return get_user_model().objects.create_superuser("aigul", "aigul@example.kz", "a long password")


@pytest.fixture
def make(db):
    """make("slug", ru=["page one", "page two"], kk=None): published, with a file for each language that has pages."""

    def make(slug="handbook", *, is_published=True, year=2024, title_ru="Пособие", **pages):
        publication = Publication.objects.create(slug=slug, year=year, title_ru=title_ru)
        for language, texts in pages.items():
            document = texts and door.store(io.BytesIO(files.pdf(*texts)), f"{title_ru} {language}.pdf", by=None)
            LanguageVersion.objects.create(publication=publication, language=language, document=document)
        if is_published:
            publish(publication, by=None, at=timezone.now())
        return publication

    return make
