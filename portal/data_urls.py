from django.urls import path, re_path

from portal.views import datasets, facilities, sections, stations

FORMS = r"csv|xlsx|json|geojson|svg|metadata\.json"
CODE = r"(?P<code>[^/\x00]+?)"  # as the source names a substance; no text of PostgreSQL holds a NUL

app_name = "data"
urlpatterns = [
    path("", datasets.dataset_list, name="list"),
    path("list.atom", datasets.DatasetFeed(), name="feed"),
    path("list.<str:fmt>", datasets.dataset_list_file, name="list-file"),
    path("stations/", stations.station_list, name="station-list"),
    path("stations/list.<str:fmt>", stations.station_list_file, name="station-list-file"),
    path("stations/<slug:slug>/", stations.station, name="station"),
    path("stations/<slug:slug>/readings/", stations.station_readings, name="station-readings"),
    path("stations/<slug:slug>/together/", stations.station_together, name="station-together"),
    re_path(
        rf"^stations/(?P<slug>[-\w]+)\.(?P<fmt>{FORMS})$",
        stations.station_file,
        name="station-file",
    ),
    path("parameters/", stations.parameter_list, name="parameter-list"),
    re_path(rf"^parameters/{CODE}/$", stations.parameter, name="parameter"),
    re_path(rf"^parameters/{CODE}\.(?P<fmt>{FORMS})$", stations.parameter_file, name="parameter-file"),
    re_path(rf"^parameters/{CODE}/places\.(?P<fmt>\w+)$", stations.parameter_places_file, name="parameter-places-file"),
    path("compare/", stations.compare, name="compare"),
    path("compare.<str:fmt>", stations.compare_file, name="compare-file"),
    path("sections/<int:pk>/", sections.section, name="section"),
    path("sections/<int:pk>.<str:fmt>", sections.section_file, name="section-file"),
    path("exceedances/", stations.exceedance_list, name="exceedance-list"),
    path("exceedances/list.atom", stations.ExceedanceFeed(), name="exceedance-feed"),
    path("exceedances/list.<str:fmt>", stations.exceedance_file, name="exceedance-file"),
    path("facilities/", facilities.facility_list, name="facility-list"),
    path("facilities/list.<str:fmt>", facilities.facility_list_file, name="facility-list-file"),
    path("facilities/releases.<str:fmt>", facilities.release_file, name="release-file"),
    path("facilities/waste.<str:fmt>", facilities.waste_file, name="waste-file"),
    path("facilities/<slug:slug>/", facilities.facility, name="facility"),
    re_path(rf"^facilities/(?P<slug>[-\w]+)\.(?P<fmt>{FORMS})$", facilities.facility_file, name="facility-file"),
    path("pollutants/", facilities.pollutant_list, name="pollutant-list"),
    path("<slug:slug>/", datasets.dataset, name="dataset"),
    path("<slug:slug>.<str:fmt>", datasets.dataset_file, name="dataset-file"),
]
