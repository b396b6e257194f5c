"""Addresses of one journey's map."""

from django.urls import path

from journeys.map import cell_views, views

urlpatterns = [
    path("", views.show, name="map"),
    path("live/", views.live, name="live_map"),
    path("steps/", views.steps, name="steps"),
    path("steps/<int:step>/cells/<slug:lane>/", cell_views.write, name="write_cell"),
]
