from portal.models.accounts import User
from portal.models.datasets import Dataset, DatasetColumn, Licence, RegionValue
from portal.models.documents import Document, DocumentPage
from portal.models.monitoring import Norm, Parameter, RiverSection, SectionReading, Unit
from portal.models.organisations import Organisation
from portal.models.pages import Page, Redirect, StatusFact
from portal.models.people import Person
from portal.models.places import Region
from portal.models.published import About, Published
from portal.models.search import SearchEntry
from portal.models.topics import Direction, GlossaryTerm, Topic

__all__ = [
    "About",
    "Dataset",
    "DatasetColumn",
    "Direction",
    "Document",
    "DocumentPage",
    "GlossaryTerm",
    "Licence",
    "Norm",
    "Organisation",
    "Page",
    "Parameter",
    "Person",
    "Published",
    "Redirect",
    "Region",
    "RegionValue",
    "RiverSection",
    "SearchEntry",
    "SectionReading",
    "StatusFact",
    "Topic",
    "Unit",
    "User",
]
