"""What a dataset says about itself in words: its period, and all of it for search engines."""

from portal.datasets.river_page import month_label
from portal.languages import LANGUAGES

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def period(dataset):
    """«2005–2022», «May 2025 – September 2025»; "" for a dataset without figures. Rows of with_period() only."""
    if dataset.last_year:
        return _span(str(dataset.first_year), str(dataset.last_year), "–")
    if dataset.last_month:
        return _span(month_label(dataset.first_month), month_label(dataset.last_month), " – ")
    return ""


def structured_data(dataset, url, files):
    """schema.org's Dataset, for search engines of data. `files` are (format, address)."""
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": dataset.title,
        "description": dataset.description,
        "url": url,
        "inLanguage": list(LANGUAGES),
        "dateModified": dataset.changed_at.isoformat(),
        "isAccessibleForFree": True,
        "spatialCoverage": [region.name for region in dataset.regions.all()],
        "keywords": [topic.name for topic in dataset.topics.all()],
        "variableMeasured": dataset.unit.name,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": MEDIA_TYPES[fmt], "contentUrl": address}
            for fmt, address in files
        ],
    }
    if dataset.publisher:
        data["creator"] = {"@type": "Organization", "name": dataset.publisher.name}
    if dataset.licence and dataset.licence.url:
        data["license"] = dataset.licence.url
    if dataset.last_year:
        data["temporalCoverage"] = f"{dataset.first_year}/{dataset.last_year}"
    elif dataset.last_month:
        data["temporalCoverage"] = f"{dataset.first_month:%Y-%m}/{dataset.last_month:%Y-%m}"
    return data


def _span(first, last, dash):
    return first if first == last else f"{first}{dash}{last}"
