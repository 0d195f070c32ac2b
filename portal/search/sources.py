"""What portal itself makes findable: pages, organisations, regions, glossary terms."""

from portal.exceedances.search import LONG_AGO
from portal.models import GlossaryTerm, Organisation, Page, Region, SearchEntry
from portal.search.index import Description, Source, markdown_texts, register, texts


@register
class PageSource(Source):
    kind = SearchEntry.Kind.PAGE
    model = Page

    def public(self):
        return Page.objects.published().prefetch_related("topics", "regions", "directions", "status_facts")

    def describe(self, page):
        body = markdown_texts(page, "body")
        for fact in page.status_facts.all():
            for language, status in texts(fact, "status").items():
                body[language] += f"\n{texts(fact, 'subject')[language]}: {status}"
        return Description(
            title=texts(page, "title"),
            summary=texts(page, "lead"),
            body=body,
            path=page.get_absolute_url(),
            published_at=page.published_at,
            topics=page.topics.all(),
            regions=page.regions.all(),
            directions=page.directions.all(),
        )


@register
class RegionSource(Source):
    """The page of a region: its air, water, figures and facilities. Reference data, behind all that was published."""

    kind = SearchEntry.Kind.REGION
    model = Region

    def public(self):
        return Region.objects.all()

    def describe(self, region):
        return Description(
            title=texts(region, "name"),
            body={code: " ".join([centre, region.iso_3166_2]) for code, centre in texts(region, "centre").items()},
            path=region.get_absolute_url(),
            published_at=LONG_AGO,
        )


@register
class OrganisationSource(Source):
    kind = SearchEntry.Kind.ORGANISATION
    model = Organisation

    def public(self):
        return Organisation.objects.select_related("region")

    def describe(self, organisation):
        return Description(
            title=texts(organisation, "name"),
            summary=texts(organisation, "description"),
            body={
                code: f"{name}\n{organisation.bin}".strip() for code, name in texts(organisation, "short_name").items()
            },
            path=organisation.get_absolute_url(),
            published_at=organisation.created_at,
            regions=[organisation.region] if organisation.region else [],
            organisations=[organisation],
        )


@register
class TermSource(Source):
    kind = SearchEntry.Kind.TERM
    model = GlossaryTerm

    def public(self):
        return GlossaryTerm.objects.all()

    def describe(self, term):
        return Description(
            title=texts(term, "term"),
            summary={},
            body=dict.fromkeys(("kk", "ru", "en"), f"{term.abbreviations}\n{term.other_names}".strip()),
            path=term.get_absolute_url(),
            published_at=term.created_at,
        )
