"""How publications are found: by their record, and by every page of their files."""

from portal.documents import carriers
from portal.models import DocumentPage, SearchEntry
from portal.search import index
from publications.models import LanguageVersion, Publication


@index.register
class PublicationSource(index.Source):
    kind = SearchEntry.Kind.PUBLICATION
    model = Publication

    def public(self):
        related = ["topics", "regions", "directions", "authors__person"]
        return Publication.objects.published().select_related("publisher").with_versions().prefetch_related(*related)

    def describe(self, publication):
        return index.Description(
            title=index.texts(publication, "title"),
            summary=index.texts(publication, "summary"),
            body=_other_words(publication),
            path=publication.get_absolute_url(),
            published_at=publication.published_at,
            topics=publication.topics.all(),
            regions=publication.regions.all(),
            directions=publication.directions.all(),
            organisations=[publication.publisher] if publication.publisher else [],
            state="file" if publication.versions_with_file else "record",
            pages=_pages(publication),
        )


def _other_words(publication):
    """Subtitle, series and names are searched in every language: a name is not translated."""
    names = [author.name for author in publication.authors.all()]
    identifiers = [version.isbn for version in publication.versions.all()]
    printed = {version.language: version.printed_title for version in publication.versions.all()}
    subtitles, series = index.texts(publication, "subtitle"), index.texts(publication, "series")
    return {
        language: "\n".join(
            filter(None, [printed.get(language), subtitles[language], series[language], *names, *identifiers])
        )
        for language in subtitles
    }


def _pages(publication):
    versions = {version.document_id: version for version in publication.versions_with_file}
    pages = DocumentPage.objects.filter(document__in=versions).exclude(text="").order_by("document", "number")
    for page in pages.iterator(chunk_size=500):
        version = versions[page.document_id]
        yield index.PageText(
            language=version.language, number=page.number, text=page.text, path=version.reading_url(page.number)
        )


def _refresh(version):
    index.refresh(version.publication)


carriers.register(LanguageVersion, when_read=_refresh)
