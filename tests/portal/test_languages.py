from django.utils import translation

from portal.languages import best_text
from portal.models import Topic


def test_a_text_is_read_in_the_active_language():
    topic = Topic(name_kk="Ауа", name_ru="Воздух", name_en="Air")
    with translation.override("kk"):
        assert (topic.name, topic.name.lang) == ("Ауа", "kk")


def test_a_missing_language_falls_back_and_says_which_language_it_is():
    topic = Topic(name_ru="Воздух", name_en="Air")
    with translation.override("kk"):
        assert (topic.name, topic.name.lang) == ("Воздух", "ru")


def test_a_text_in_no_language_is_empty():
    assert (best_text({}, "en"), best_text({}, "en").lang) == ("", None)


def test_a_passage_in_another_language_is_marked(render):
    with translation.override("kk"):
        assert render("{% text topic.name %}", topic=Topic(name_ru="<b>")) == '<span lang="ru">&lt;b&gt;</span>'


def test_a_passage_in_the_language_of_the_page_is_not_marked(render):
    with translation.override("ru"):
        assert render("{% text topic.name %}", topic=Topic(name_ru="Воздух")) == "Воздух"
