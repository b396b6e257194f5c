"""Addresses of comparisons and snapshots."""

from django.urls import path

from journeys.comparing import views

urlpatterns = [
    path("compare/", views.compare, name="compare"),
    path("snapshots/", views.snapshots, name="snapshots"),
    path("snapshots/take/", views.take_snapshot, name="take_snapshot"),
    path("snapshots/<int:snapshot>/", views.snapshot, name="snapshot"),
    path("snapshots/<int:snapshot>/remove/", views.remove_snapshot, name="remove_snapshot"),
]
