"""Addresses under `/t/<team_slug>/touchpoints/priorities/`."""

from django.urls import path

from touchpoints.priorities import views

urlpatterns = [
    path("", views.overview, name="priorities"),
    path("rate/", views.rate, name="rate"),
    path("<int:pk>/", views.of_touchpoint, name="standing"),
]
