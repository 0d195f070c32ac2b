"""What is the same on every page is rendered for the first one in each language."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils.translation import override


def template(inside):
    return engines["django"].from_string(f"{{% once_per_language %}}{inside}{{% endonce_per_language %}}")


def rendered(page, language):
    with override(language):
        return page.render()


def test_each_language_has_its_own_words_and_addresses():
    page = template('<a href="{% url "search" %}">{% translate "Search" %}</a>')
    in_three = [
        '<a href="/kk/search/">Іздеу</a>',
        '<a href="/ru/search/">Поиск</a>',
        '<a href="/en/search/">Search</a>',
    ]
    assert [rendered(page, language) for language in ("kk", "ru", "en")] == in_three
    assert [rendered(page, language) for language in ("kk", "ru", "en")] == in_three


def test_it_is_rendered_for_the_first_page_alone():
    page = template('{% now "u" %}')  # microseconds
    assert rendered(page, "kk") == rendered(page, "kk") != rendered(page, "ru")


def test_a_variable_is_refused_for_it_may_differ_from_page_to_page():
    with pytest.raises(TemplateSyntaxError):
        template("<p>{{ request.path }}</p>")


def test_a_condition_sees_no_variable_of_the_page():
    page = template("{% if user %}Staff{% else %}Everybody{% endif %}")
    assert page.render({"user": "aigul"}) == "Everybody"
