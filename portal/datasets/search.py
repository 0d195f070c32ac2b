"""What search, home, topic, region and organisation pages know of a dataset."""

from portal.models import Dataset, SearchEntry
from portal.search.index import Description, Source, register, texts


@register
class DatasetSource(Source):
    kind = SearchEntry.Kind.DATASET
    model = Dataset

    def public(self):
        return (
            Dataset.objects.published()
            .with_period()
            .select_related("publisher")
            .prefetch_related("topics", "regions", "directions", "columns")
        )

    def describe(self, dataset):
        body = texts(dataset, "method")
        for column in dataset.columns.all():
            for language, meaning in texts(column, "meaning").items():
                body[language] += f"\n{meaning}"
        return Description(
            title=texts(dataset, "title"),
            summary=texts(dataset, "description"),
            body=body,
            path=dataset.get_absolute_url(),
            published_at=dataset.published_at,
            topics=dataset.topics.all(),
            regions=dataset.regions.all(),
            organisations=[dataset.publisher] if dataset.publisher else [],
            directions=dataset.directions.all(),
            date=dataset.newest_on,
        )
