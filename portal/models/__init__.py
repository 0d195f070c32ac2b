from portal.models.accounts import User
from portal.models.documents import Document, DocumentPage
from portal.models.organisations import Organisation
from portal.models.pages import Page, Redirect, StatusFact
from portal.models.people import Person
from portal.models.places import Region
from portal.models.published import About, Published
from portal.models.search import SearchEntry
from portal.models.topics import Direction, GlossaryTerm, Topic

__all__ = [
    "About",
    "Direction",
    "Document",
    "DocumentPage",
    "GlossaryTerm",
    "Organisation",
    "Page",
    "Person",
    "Published",
    "Redirect",
    "Region",
    "SearchEntry",
    "StatusFact",
    "Topic",
    "User",
]
