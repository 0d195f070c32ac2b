import io

import pytest
from django.utils import timezone

from portal.documents import door
from portal.publishing import publish
from publications.models import LanguageVersion, Publication
from tests.documents import files

PATHS = (
    "publications/",
    "publications/?type=law&year=1",
    "publications/handbook/",
    "publications/record/",
    "publications/handbook/read/ru/",
    "publications/scan/",
)


@pytest.fixture
def publications(transactional_db, settings, tmp_path):
    """One with two files, one record without a file, one scan without text."""
    settings.MEDIA_ROOT = tmp_path / "media"
    handbook = {"ru": files.pdf("Участие общественности\nв решениях.", ""), "kk": files.pdf("Жұртшылықтың қатысуы")}
    for slug, versions in {"handbook": handbook, "record": {"ru": None}, "scan": {"ru": files.scanned_pdf()}}.items():
        publication = Publication.objects.create(
            slug=slug,
            type="manual",
            year=2024,
            title_ru="Пособие для жителей",
            title_kk="Тұрғындарға арналған нұсқаулық",
        )
        for language, content in versions.items():
            document = content and door.store(io.BytesIO(content), "Нұсқаулық.pdf", by=None)
            LanguageVersion.objects.create(publication=publication, language=language, document=document)
        publish(publication, by=None, at=timezone.now())


def test_every_page_is_sound_in_every_view(publications, wrong_in_every_view):
    assert wrong_in_every_view(PATHS) == []


def test_from_the_list_to_the_page_of_text_and_the_file(page_at, publications):
    page = page_at(language="kk")
    page.goto("/kk/publications/")
    page.get_by_role("link", name="Тұрғындарға арналған нұсқаулық").last.click()
    page.get_by_role("link", name="Осы жерде оқу (Русский)").click()
    page.get_by_label("Бетке өту").fill("2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/publications/handbook/read/ru/?page=2")
    with page.expect_download() as download:
        page.evaluate("document.querySelector('.reading__tools a').setAttribute('download', '')")
        page.locator(".reading__tools a").click()
    assert download.value.suggested_filename == "Нұсқаулық.pdf"
