from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from portal.data_urls import FORMS
from portal.sitemaps import EntrySitemap
from portal.views import (
    documents,
    health,
    home,
    organisations,
    pages,
    places,
    robots,
    search,
    search_terms,
    styleguide,
    topics,
)
from requests_registry.sitemaps import HolderSitemap

SITEMAPS = {"entries": EntrySitemap, "holders": HolderSitemap}

urlpatterns = [
    path("", home.choose_language, name="choose-language"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("files/<int:pk>/cover/<int:width>.webp", documents.cover, name="document-cover"),
    path("files/<int:pk>/<str:name>", documents.document, name="document"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, name="sitemap-index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="django.contrib.sitemaps.views.sitemap"),
    path("admin/", admin.site.urls),
]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("search/list.atom", search.SearchFeed(), name="search-feed"),
    path("search/list.json", search.results_json, name="search-json"),
    path("glossary/", topics.glossary, name="glossary"),
    path("topics/", topics.topic_list, name="topic-list"),
    re_path(r"^topics/(?P<code>[a-z0-9.-]+)/$", topics.topic, name="topic"),
    path("regions/", places.region_list, name="region-list"),
    path("regions/<slug:slug>/", places.region, name="region"),
    re_path(rf"^regions/(?P<slug>[-\w]+)\.(?P<fmt>{FORMS})$", places.region_file, name="region-file"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/list.<str:fmt>", organisations.organisation_file, name="organisation-file"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("data/", include("portal.data_urls")),
    path("requests/", include("requests_registry.urls")),
    path("events/", include("events.urls")),
    path("publications/", include("publications.urls")),
    path("staff/searches/", search_terms.unfound, name="unfound-searches"),
    path("staff/data/", include("portal.staff_urls")),
    path("staff/", include("requests_registry.staff.urls")),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("<slug:slug>/", pages.page, name="page"),
)

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
