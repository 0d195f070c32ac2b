from django.shortcuts import get_object_or_404, render

from portal.languages import active_language
from portal.models import GlossaryTerm, SearchEntry, Topic
from portal.views.entries import listing


def topic_list(request):
    topics = Topic.objects.filter(parent=None).prefetch_related("subtopics")
    return render(request, "portal/topic_list.html", {"topics": topics})


def topic(request, code):
    topic = get_object_or_404(Topic.objects.select_related("parent"), code=code)
    entries = SearchEntry.objects.listed(active_language()).about_topic(topic)
    context = {"topic": topic, "subtopics": topic.subtopics.all(), "listing": listing(request, entries)}
    return render(request, "portal/topic.html", context)


def glossary(request):
    """All terms of the field, in the alphabet of the reader's language."""
    terms = sorted(GlossaryTerm.objects.all(), key=lambda term: alphabetical(term.term))
    return render(request, "portal/glossary.html", {"terms": terms})


# PostgreSQL without ICU puts Ә, Ғ, Қ … after Я; a short list is sorted here, by the Kazakh alphabet.
_ALPHABET = {letter: place for place, letter in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")}


def alphabetical(text):
    """A sorting key: Latin first, then Cyrillic in the order of the Kazakh alphabet; quotation marks do not count."""
    return [
        (letter in _ALPHABET, _ALPHABET.get(letter, ord(letter)))
        for letter in str(text).lower()
        if letter not in '«»"“”'
    ]
