"""Addresses under `/t/<team_slug>/touchpoints/exchange/`."""

from django.urls import URLPattern, path

from touchpoints.exchange import in_views

into_the_inventory: list[URLPattern] = [
    path("", in_views.overview, name="exchange"),
]

out_of_the_inventory: list[URLPattern] = []

urlpatterns = [*into_the_inventory, *out_of_the_inventory]
