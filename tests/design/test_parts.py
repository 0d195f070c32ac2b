"""Parts as the pages include them: by name, with what they need and nothing else."""

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from portal.facets import FacetValue
from portal.languages import Text
from portal.models import SearchEntry

TODAY = date(2026, 3, 4)


def part(name, /, **context):
    names = " ".join(f"{key}={key}" for key in context)
    template = engines["django"].from_string(f'{{% include "parts/{name}.html" with {names} only %}}')
    return " ".join(template.render(context, RequestFactory().get("/kk/")).split())


class LetterForm(forms.Form):
    subject = forms.CharField(help_text="In short.")
    note = forms.CharField(required=False)
    channel = forms.ChoiceField(choices=[("mail", "Mail")], widget=forms.RadioSelect)
    sent_on = forms.DateField()


class SearchForm(forms.Form):
    q = forms.CharField(required=False)


ENTRY = SearchEntry(
    kind="event", language="kk", path="/events/a/", title="A", title_lang="ru", date=TODAY, due_on=TODAY
)
TILE = {"row": 1, "column": 2, "name": "Атырау", "short": "Аты\xadрау", "value": "1,5", "url": "/x/", "level": 3}
PAGE = {"has_next": True, "next_url": "?a", "has_previous": True, "previous_url": "?b", "count_label": "2"}

EXAMPLES = {
    "ask": {"about": "H2S & SO2"},
    "breadcrumbs": {"parent_url": "/kk/data/", "parent_label": "Data"},
    "deadline": {"due_on": TODAY, "today": TODAY, "is_provisional": True, "explanation": ["Because."]},
    "download_links": {"links": [("CSV", "/x.csv")]},
    "empty": {"text": "Nothing.", "ask_url": "/ask/"},
    "entry_list": {"entries": [ENTRY], "heading_level": 3},
    "error_summary": {"form": LetterForm({})},
    "facets": {"facets": [("Year", [FacetValue("2026", 1, "?year=2026", False)])]},
    "facts": {"facts": [("Publisher", "Bureau")]},
    "figure": {"heading": "It fell", "svg": "<svg></svg>", "table": [["", "2021"], ["a", None]], "source": "s"},
    "filter_panel": {"filter": SimpleNamespace(form=SearchForm()), "action": "/kk/data/"},
    "form": {"form": LetterForm(), "submit_label": "Send"},
    "messages": {"messages": [SimpleNamespace(level_tag="success")]},
    "notes": {"notes": ["Ignored."]},
    "page_header": {"title": "T", "lead": "L", "kicker": "K"},
    "pagination": {"page": PAGE},
    "quote": {"text": "Words", "name": "Aigul", "post": "ecologist"},
    "search_box": {"q": "air", "large": True},
    "site_footer": {"centre_name": "Centre"},
    "site_nav": {"path": "/kk/topics/"},
    "status_tag": {"tone": "late", "icon": "circle-alert", "label": "Overdue"},
    "tile_map": {"tiles": [TILE], "caption": "Regions", "legend": [(0, "none")]},
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_part_renders_in_every_language(name, language):
    with override(language):
        assert part(name, **EXAMPLES[name])


@pytest.mark.parametrize(
    ("due_on", "tone", "words"),
    [
        (date(2026, 3, 13), "ok", "9 days left"),
        (date(2026, 3, 7), "due", "3 days left"),
        (date(2026, 3, 4), "due", "Due today"),
        (date(2026, 3, 3), "late", "1 day late"),
    ],
)
def test_a_deadline_says_in_words_how_near_it_is(due_on, tone, words):
    with override("en"):
        html = part("deadline", due_on=due_on, today=TODAY)
    assert f"deadline--{tone}" in html
    assert words in html


def test_days_left_are_counted_as_russian_does():
    with override("ru"):
        assert "осталось 9 дней" in part("deadline", due_on=date(2026, 3, 13), today=TODAY)
        assert "остался 1 день" in part("deadline", due_on=date(2026, 3, 5), today=TODAY)


def test_a_form_included_with_only_still_carries_its_csrf_token():
    assert 'name="csrfmiddlewaretoken"' in part("form", form=LetterForm(), submit_label="Send")


def test_the_summary_links_to_each_field_in_error():
    html = part("error_summary", form=LetterForm({}))
    assert [anchor in html for anchor in ("#id_subject", "#id_channel_0", "#id_sent_on")] == [True, True, True]


def test_a_field_names_its_hint_and_its_error():
    html = part("form", form=LetterForm({}), submit_label="Send")
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html


def test_what_was_typed_is_kept():
    assert 'value="Air in Atyrau"' in part("form", form=LetterForm({"subject": "Air in Atyrau"}), submit_label="Send")


def test_optional_fields_are_marked_only_where_another_is_required():
    with override("en"):
        assert part("form", form=LetterForm(), submit_label="Send").count("(optional)") == 1
        assert part("form", form=SearchForm(), submit_label="Send").count("(optional)") == 0


def test_a_date_is_asked_with_the_browsers_own_picker():
    with override("kk"):
        html = part("form", form=LetterForm(initial={"sent_on": date(2026, 3, 7)}), submit_label="Send")
    assert 'type="date" name="sent_on" value="2026-03-07"' in html


@pytest.mark.parametrize("value", [None, "a", ["a", "<b>"], "d"])
def test_a_choice_among_many_is_written_as_django_writes_it(value):
    choices = [("", "any"), ("a", "A & B"), ("Group", [("<b>", "B"), (4, "four")]), ("d", "D")]
    field = forms.SelectMultiple if isinstance(value, list) else forms.Select
    ours, djangos = (
        field(attrs={"class": "x", "required": True}, choices=choices).render("name", value, renderer=renderer())
        for renderer in (TemplatesSetting, DjangoTemplates)
    )
    assert ours.split() == djangos.split()


def test_a_tile_says_region_value_and_place_without_style():
    html = part("tile_map", tiles=[TILE])
    assert "tile--r1 tile--c2 tile--level-3" in html
    assert '<span class="visually-hidden">Атырау</span>' in html
    assert "1,5" in html


def test_a_passage_in_another_language_says_so():
    with override("kk"):
        assert '<span lang="ru">Отчёт</span>' in part("page_header", title=Text("Отчёт", "ru"))


def test_words_to_ask_about_are_escaped_in_the_address():
    assert "H2S & SO2" not in part("ask", about="H2S & SO2")


def test_a_choice_has_its_count_and_the_one_in_force_says_how_to_remove_it():
    values = [FacetValue("Air & water", 12, "?a=1&b=2", False), FacetValue("Soil", None, "?", True)]
    with override("en"):
        html = part("facets", facets=[("Topic", values)])
    assert '<a href="?a=1&amp;b=2" rel="nofollow">Air &amp; water</a> <span class="facets__count">12</span>' in html
    assert '<a href="?" aria-current="true" rel="nofollow">Soil</a>' in html
    assert html.count("chosen; follow the link to remove") == html.count("facets__count") == 1


@pytest.mark.parametrize(("number", "beneath"), [(8, 0), (9, 1)])
def test_more_than_eight_choices_are_folded(number, beneath):
    html = part("facets", facets=[("Year", [FacetValue(str(n), 1, "?", False) for n in range(number)])])
    assert html.count("<li>") == number
    assert html.partition('class="facets__more"')[2].count("<li>") == beneath
