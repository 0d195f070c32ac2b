import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Бөлшектер үлгісі"), ("ru", "Образцы частей"), ("en", "Style guide")]
)
def test_the_style_guide_shows_every_part(client, language, words):
    response = client.get(f"/{language}/styleguide/")
    assert response.status_code == 200
    assert words in response.text


def test_the_language_switch_keeps_page_and_query(client):
    response = client.get("/kk/styleguide/?a=1&b=2")
    assert '<a href="/ru/styleguide/?a=1&amp;b=2" lang="ru" hreflang="ru">' in response.text


def test_a_missing_page_can_be_looked_for_in_another_language(client):
    assert 'href="/ru/nowhere/at/all/"' in client.get("/kk/nowhere/at/all/").text
