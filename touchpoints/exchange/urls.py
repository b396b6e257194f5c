"""Addresses under `/t/<team_slug>/touchpoints/exchange/`."""

from django.urls import URLPattern, path

from touchpoints.exchange import changing_views, figures_views, in_views, out_views, ready_made_views

into_the_inventory: list[URLPattern] = [
    path("", in_views.overview, name="exchange"),
    path("in/", in_views.upload, name="upload"),
    path("in/empty.csv", in_views.empty_table, name="empty_table"),
    path("in/<int:run>/", in_views.run, name="import"),
    path("in/<int:run>/check/", in_views.check, name="check_import"),
    path("in/<int:run>/start/", in_views.start, name="start_import"),
    path("in/<int:run>/discard/", in_views.discard, name="discard_import"),
    path("in/<int:run>/progress/", in_views.progress, name="import_progress"),
    path("in/<int:run>/undo/", in_views.undo, name="undo_import"),
]

out_of_the_inventory: list[URLPattern] = [
    path("touchpoints.csv", out_views.csv, name="csv"),
    path("touchpoints.xlsx", out_views.xlsx, name="xlsx"),
    path("touchpoints.pdf", out_views.pdf, name="pdf"),
    path("priorities.csv", figures_views.priorities_csv, name="priorities_csv"),
    path("priorities.xlsx", figures_views.priorities_xlsx, name="priorities_xlsx"),
    path("<int:pk>/metrics/<int:metric>/readings.csv", figures_views.readings_csv, name="readings_csv"),
    path("<int:pk>/metrics/<int:metric>/readings.xlsx", figures_views.readings_xlsx, name="readings_xlsx"),
    path("ready-made/", ready_made_views.pick, name="ready_made"),
    path("change/", changing_views.change_many, name="change_many"),
]

urlpatterns = [*into_the_inventory, *out_of_the_inventory]
