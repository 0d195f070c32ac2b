from portal.languages import LANGUAGES
from portal.models import SearchEntry
from portal.search import index
from requests_registry.files.published import formats_of, letters_of, pages_of
from requests_registry.models import FrequentQuestion, InformationRequest


class RequestSource(index.Source):
    """Public requests as search finds them: by the words of the letter and the replies, and by the holder's name."""

    kind = SearchEntry.Kind.REQUEST
    model = InformationRequest

    def public(self):
        return (
            InformationRequest.objects.public()
            .with_standing()
            .prefetch_related("topics", "regions", "directions", "replies")
        )

    def describe(self, info_request):
        organisation = info_request.holder.organisation
        return index.Description(
            title={info_request.language: info_request.subject},
            summary={info_request.abstract.lang: str(info_request.abstract)} | _summaries(info_request),
            body=_words(info_request),
            path=info_request.get_absolute_url(),
            topics=info_request.topics.all(),
            regions=info_request.regions.all(),
            organisations=[organisation],
            directions=info_request.directions.all(),
            state=info_request.state,
            date=info_request.sent_on,
            due_on=info_request.reply_due_on if info_request.is_waiting else None,
            published_at=info_request.published_at,
            formats=formats_of(info_request),
            pages=pages_of(info_request),
        )


class FrequentQuestionSource(index.Source):
    kind = SearchEntry.Kind.QUESTION
    model = FrequentQuestion

    def public(self):
        return FrequentQuestion.objects.published().select_related("topic")

    def describe(self, frequent):
        return index.Description(
            title=index.texts(frequent, "question"),
            summary=index.markdown_texts(frequent, "answer"),
            path=frequent.get_absolute_url(),
            topics=[frequent.topic] if frequent.topic else [],
            published_at=frequent.published_at,
        )


def _summaries(info_request):
    return {language: words for language, words in index.texts(info_request, "summary").items() if words}


def _words(info_request):
    """Number and holder in every language, the letter and the replies each in its own; what was published of mails."""
    names = index.texts(info_request.holder.organisation, "name")
    words = {language: [info_request.number, names[language]] for language in LANGUAGES}
    words[info_request.language].append(info_request.text)
    for reply in info_request.replies.all():
        words[reply.language].append(reply.text)
    words[info_request.language] += letters_of(info_request)
    return {language: "\n".join(filter(None, lines)) for language, lines in words.items()}
