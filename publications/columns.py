"""The columns of the list as a file."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.exports import Column
from portal.languages import LANGUAGES

COLUMNS = [
    Column("id", _("Identifier"), lambda publication: publication.slug),
    *(
        Column(
            f"title_{language}",
            language,
            lambda publication, language=language: getattr(publication, f"title_{language}"),
        )
        for language in LANGUAGES
    ),
    Column("type", _("Type"), lambda publication: publication.type),
    Column("year", _("Year"), lambda publication: publication.year),
    Column("authors", _("Authors"), lambda publication: "; ".join(author.name for author in publication.authors.all())),
    Column("publisher", _("Publisher"), lambda publication: publication.publisher and publication.publisher.name),
    Column(
        "languages",
        _("Languages"),
        lambda publication: _listed(version.language for version in publication.versions.all()),
    ),
    Column(
        "files",
        _("Languages with a file"),
        lambda publication: _listed(version.language for version in publication.versions_with_file),
    ),
    Column("articles", _("Articles of the Aarhus Convention"), lambda publication: _listed(publication.articles)),
    Column("topics", _("Topics"), lambda publication: _listed(topic.code for topic in publication.topics.all())),
    Column("licence", _("Licence"), lambda publication: publication.licence),
    Column("published_at", _("Published here"), lambda publication: publication.published_at),
    Column("url", _("Address"), lambda publication: settings.SITE_URL + publication.get_absolute_url()),
]


def _listed(values):
    return " ".join(sorted(values))
