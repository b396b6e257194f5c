"""Addresses under `/t/<team_slug>/voices/tables/`."""

from django.urls import path

from feedback.exchange import in_views, out_views

urlpatterns = [
    path("", in_views.overview, name="exchange"),
    # In
    path("in/", in_views.upload, name="upload"),
    path("in/empty.csv", in_views.empty_table, name="empty_table"),
    path("<int:pk>/", in_views.run, name="import"),
    path("<int:pk>/check/", in_views.check, name="check_import"),
    path("<int:pk>/start/", in_views.start, name="start_import"),
    path("<int:pk>/discard/", in_views.discard, name="discard_import"),
    path("<int:pk>/progress/", in_views.progress, name="import_progress"),
    path("<int:pk>/undo/", in_views.undo, name="undo_import"),
    # Out
    path("voices.csv", out_views.csv, name="csv"),
    path("voices.xlsx", out_views.xlsx, name="xlsx"),
]
