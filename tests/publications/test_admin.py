import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.models import Document, Redirect
from portal.publishing import publish
from publications.models import Author, LanguageVersion, Publication
from tests.documents import files

pytestmark = pytest.mark.django_db
ADD = "/admin/publications/publication/add/"


@pytest.fixture(autouse=True)
def signed_in(client, aigul):
    client.force_login(aigul)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def form(*versions, **values):
    """What a browser sends: one publication with its language versions, each a dict."""
    data = {"type": "manual", "slug": "handbook", "title_ru": "Пособие", "articles": ["6", "7"], **values}
    data |= {"authors-TOTAL_FORMS": "1", "authors-INITIAL_FORMS": "0", "authors-0-printed_name": "Ахметова А. Б."}
    data |= {"authors-0-order": "0", "versions-TOTAL_FORMS": str(len(versions)), "versions-INITIAL_FORMS": "0"}
    for number, version in enumerate(versions):
        data |= {f"versions-{number}-{name}": value for name, value in version.items()}
    return data


def upload(name, content):
    return SimpleUploadedFile(name, content, "application/pdf")


def errors(response):
    assert response.status_code == 200
    return [error for formset in response.context["inline_admin_formsets"] for error in formset.non_form_errors()] + [
        error
        for formset in response.context["inline_admin_formsets"]
        for messages in formset.formset.errors
        for error in messages.get("file", [])
    ]


def test_from_the_form_of_the_administrator_to_the_page_that_a_citizen_finds(client, aigul):
    ru = upload("Пособие – участие.pdf", files.pdf("Введение", "Ликвидация разливов нефти"))
    kk = upload("Нұсқаулық.pdf", files.pdf("Кіріспе"))
    response = client.post(
        ADD, form({"language": "ru", "is_original": "on", "file": ru}, {"language": "kk", "file": kk})
    )
    assert response.status_code == 302
    publication = Publication.objects.get()
    assert client.get(publication.get_absolute_url()).status_code == 200

    action = {"action": "publish_selected", "_selected_action": [publication.pk]}
    client.post(reverse("admin:publications_publication_changelist"), action)
    client.logout()

    found = client.get("/ru/search/", {"q": "разливы нефти"}).content.decode()
    address = "/ru/publications/handbook/read/ru/?page=2#page-2"
    assert address in found
    assert "Ликвидация разливов нефти" in client.get(address).content.decode()
    document = LanguageVersion.objects.get(language="kk").document
    assert document.has_cover
    assert "%D2%B0".lower() not in client.get(document.get_absolute_url())["Content-Disposition"]
    assert b"".join(client.get(document.get_absolute_url())) == files.pdf("Кіріспе")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("пустой.pdf", b"", "пустой.pdf"),
        ("страница.pdf", b"<html>", "страница.pdf"),
        ("документ.pdf", files.docx(), "документ.pdf"),
        ("закрыт.pdf", files.locked_pdf(), "закрыт.pdf"),
        ("оборван.pdf", files.pdf("a")[:-150], "оборван.pdf"),
    ],
)
def test_a_bad_file_is_an_error_of_the_form_and_nothing_is_kept(client, name, content, words):
    response = client.post(ADD, form({"language": "ru", "file": upload(name, content)}))
    (error,) = errors(response)
    assert words in error
    assert (Publication.objects.count(), Document.objects.count()) == (0, 0)


def test_a_file_that_came_in_stays_while_something_else_is_corrected(client):
    version = {"language": "ru", "file": upload("Пособие.pdf", files.pdf("Текст"))}
    response = client.post(ADD, form(version, title_ru="", slug="handbook"))
    (bound,) = response.context["inline_admin_formsets"][0].formset.forms
    assert "“Пособие.pdf” is kept" in response.content.decode()
    client.post(ADD, form({"language": "ru", "kept": bound["kept"].value()}))
    assert LanguageVersion.objects.get().document == Document.objects.get()


def test_a_forged_kept_file_is_not_taken(client):
    response = client.post(ADD, form({"language": "ru", "kept": "1:forged"}))
    assert len(errors(response)) == 1


def test_two_versions_in_one_language_are_refused(client):
    response = client.post(ADD, form({"language": "ru"}, {"language": "ru"}))
    assert (response.status_code, Publication.objects.count()) == (200, 0)


def test_an_author_is_a_person_or_a_name_and_not_nothing(client):
    response = client.post(ADD, form({"language": "ru"}) | {"authors-0-printed_name": "", "authors-0-order": "3"})
    assert (response.status_code, Author.objects.count()) == (200, 0)


def test_the_form_shows_the_file_and_how_far_it_is(client, make):
    publication = make(ru=["Один", "Два"])
    page = client.get(reverse("admin:publications_publication_change", args=[publication.pk])).content.decode()
    document = publication.versions.get().document
    assert f'<a href="{document.get_absolute_url()}">Пособие ru.pdf</a>' in page
    assert client.get(reverse("admin:publications_publication_changelist")).status_code == 200


def test_a_changed_address_redirects(client, make, aigul):
    publication = make("old")
    publish(publication, by=aigul, at=timezone.now())
    data = form(slug="new", title_ru="Пособие")
    client.post(reverse("admin:publications_publication_change", args=[publication.pk]), data)
    assert Redirect.objects.get().new_path == "/publications/new/"
    assert client.get("/ru/publications/old/")["Location"] == "/ru/publications/new/"
