"""Addresses of the map on paper and as a picture."""

from django.urls import path

from journeys.paper import views

urlpatterns = [
    path("out/", views.give_out, name="give_out"),
    path("out/journey.pdf", views.pdf, name="pdf"),
    path("out/journey.svg", views.svg, name="svg"),
    path("out/journey.png", views.png, name="png"),
]
