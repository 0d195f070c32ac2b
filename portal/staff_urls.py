from django.urls import path

from portal.views import importing, limit_tables, release_imports

app_name = "data-staff"
urlpatterns = [
    path("", importing.imports, name="imports"),
    path("tables/<int:pk>/", importing.offer, name="offer"),
    path("tables/<int:pk>/file/", importing.offered_file, name="offered-file"),
    path("runs/<int:pk>/", importing.run, name="run"),
    path("runs/<int:pk>/load/", importing.load_run, name="load"),
    path("runs/<int:pk>/undo/", importing.undo_run, name="undo"),
    path("runs/<int:pk>/refused.csv", importing.refused_rows, name="refused"),
    path("limits/", limit_tables.limit_tables, name="limit-tables"),
    path("limits/<int:pk>/", limit_tables.limit_table, name="limit-table"),
    path("limits/<int:pk>/load/", limit_tables.load_table, name="load-limits"),
    path("limits/<int:pk>/undo/", limit_tables.undo_table, name="undo-limits"),
    path("sources/<slug:code>/", importing.mapping, name="mapping"),
    path("releases/", release_imports.release_imports, name="release-imports"),
    path("releases/<int:pk>/", release_imports.release_import, name="release-import"),
    path("releases/<int:pk>/load/", release_imports.load_releases, name="release-load"),
    path("releases/<int:pk>/undo/", release_imports.undo_releases, name="release-undo"),
    path("releases/<int:pk>/refused.csv", release_imports.refused_releases, name="release-refused"),
]
