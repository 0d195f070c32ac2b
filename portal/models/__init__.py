from portal.models.accounts import User
from portal.models.datasets import Correction, Dataset, DatasetColumn, DatasetFile, Licence, RegionValue
from portal.models.desk import DeskMark
from portal.models.documents import Document, DocumentPage
from portal.models.facilities import Facility, Permit, PrtrPollutant, Release, WasteTransfer
from portal.models.limits import LimitTable, LimitValue, Medium, SummationGroup, WaterClassRow
from portal.models.monitoring import Norm, Parameter, RiverSection, SectionReading, Unit
from portal.models.news import ExceedanceNews
from portal.models.observations import (
    COUNTED_FLAGS,
    DailyValue,
    DirtyDay,
    Episode,
    Flag,
    FlagPeriod,
    ImportRefusal,
    ImportRun,
    MonthlyValue,
    Observation,
    ParameterAlias,
    Revision,
    RunSeries,
    Series,
    Source,
    StationAlias,
    TableOffer,
    YearlyValue,
)
from portal.models.organisations import Organisation
from portal.models.pages import Page, Redirect, StatusFact
from portal.models.people import Person
from portal.models.places import Region
from portal.models.published import About, Published
from portal.models.release_imports import ReleaseImport, ReleaseRevision
from portal.models.search import SearchedText, SearchEntry, SearchWord
from portal.models.stations import Station, StationChange
from portal.models.topics import Direction, GlossaryTerm, Topic

__all__ = [
    "COUNTED_FLAGS",
    "About",
    "Correction",
    "DailyValue",
    "Dataset",
    "DatasetColumn",
    "DatasetFile",
    "DeskMark",
    "Direction",
    "DirtyDay",
    "Document",
    "DocumentPage",
    "Episode",
    "ExceedanceNews",
    "Facility",
    "Flag",
    "FlagPeriod",
    "GlossaryTerm",
    "ImportRefusal",
    "ImportRun",
    "Licence",
    "LimitTable",
    "LimitValue",
    "Medium",
    "MonthlyValue",
    "Norm",
    "Observation",
    "Organisation",
    "Page",
    "Parameter",
    "ParameterAlias",
    "Permit",
    "Person",
    "PrtrPollutant",
    "Published",
    "Redirect",
    "Region",
    "RegionValue",
    "Release",
    "ReleaseImport",
    "ReleaseRevision",
    "Revision",
    "RiverSection",
    "RunSeries",
    "SearchEntry",
    "SearchWord",
    "SearchedText",
    "SectionReading",
    "Series",
    "Source",
    "Station",
    "StationAlias",
    "StationChange",
    "StatusFact",
    "SummationGroup",
    "TableOffer",
    "Topic",
    "Unit",
    "User",
    "WasteTransfer",
    "WaterClassRow",
    "YearlyValue",
]
