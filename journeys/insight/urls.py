"""Addresses of what a map tells."""

from django.urls import path

from journeys.insight import views

urlpatterns = [
    path("steps/<int:step>/", views.step, name="step"),
    path("weak-points/", views.weak_points, name="weak_points"),
]
