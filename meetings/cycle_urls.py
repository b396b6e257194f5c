"""Addresses under `/t/<team_slug>/cycle/`."""

from django.urls import path

from meetings import cycle_views

app_name = "cycle"
urlpatterns = [
    path("", cycle_views.overview, name="overview"),
    path("spread/", cycle_views.spread, name="spread"),
]
