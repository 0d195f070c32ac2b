import pytest

pytestmark = pytest.mark.django_db


def read(client, query=""):
    return client.get(f"/kk/publications/handbook/read/ru/{query}")


def test_the_text_of_every_page_stands_under_its_number_and_language(client, make):
    make(ru=["Доступ к информации", "Участие общественности"])
    page = read(client).content.decode()
    assert page.count('class="reading__text" lang="ru"') == 2
    assert page.index('id="page-2"') < page.index("Участие общественности")


def test_a_long_document_is_read_ten_pages_at_a_time(client, make):
    make(ru=[f"Страница {number}" for number in range(1, 24)])
    window = read(client, "?page=14").context["window"]
    assert (window.first, window.last) == (11, 20)
    assert window.next_url.endswith("/read/ru/?page=21#page-21")
    assert window.previous_url.endswith("/read/ru/")


def test_the_last_pages_have_no_next(client, make):
    make(ru=[str(number) for number in range(1, 24)])
    window = read(client, "?page=23").context["window"]
    assert (window.first, window.last, window.next_url) == (21, 23, "")


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "", "١", "1e9", "99999999999", "2%00"])
def test_a_page_that_is_not_there_gives_the_first_one_with_a_note(client, make, asked):
    make(ru=["Один", "Два"])
    response = read(client, f"?page={asked}")
    assert (response.status_code, response.context["window"].page) == (200, 1)
    assert response.context["notes"] != []


def test_each_page_links_to_itself_in_the_pdf(client, make):
    publication = make(ru=["Один", "Два"])
    address = publication.versions.get().document.get_absolute_url()
    assert f'href="{address}#page=2"' in read(client).content.decode()


@pytest.mark.parametrize("path", ["read/en/", "read/xx/", "read/kk/"])
def test_a_language_without_a_file_is_not_found(client, make, path):
    make(ru=["Один"], kk=None)
    assert client.get(f"/ru/publications/handbook/{path}").status_code == 404


def test_html_in_a_document_is_text(client, make):
    make(ru=["<script>alert(1)</script>"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read(client).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_page_and_for_three(client, make, count, django_assert_num_queries):
    make(ru=["Текст"] * count)
    with django_assert_num_queries(3):
        read(client)
