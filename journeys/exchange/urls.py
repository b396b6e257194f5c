"""Addresses of what takes journeys in and out."""

from django.urls import path

from journeys.exchange import in_views, out_views

urlpatterns = [
    path("exchange/", in_views.exchange, name="exchange"),
    path("exchange/read/", in_views.read_journey, name="read_journey"),
    path("exchange/import/", in_views.import_journey, name="import_journey"),
    path("exchange/formats/", out_views.formats, name="formats"),
    path("exchange/journey.schema.json", out_views.json_schema, name="json_schema"),
    path("<int:pk>/out/journey.csv", out_views.csv, name="csv"),
    path("<int:pk>/out/journey.xlsx", out_views.xlsx, name="xlsx"),
    path("<int:pk>/out/journey.json", out_views.json, name="json"),
    path("<int:pk>/out/journey.mmd", out_views.mermaid, name="mermaid"),
]
