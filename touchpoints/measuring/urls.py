"""Addresses under `/t/<team_slug>/touchpoints/` for what this package does."""

from django.urls import URLPattern, path

from touchpoints.measuring import comparing_views, reading_views, views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/metrics/new/", views.create, name="create_metric"),
    path("<int:pk>/metrics/<int:metric>/", views.metric, name="metric"),
    path("<int:pk>/metrics/<int:metric>/edit/", views.edit, name="edit_metric"),
    path("<int:pk>/metrics/<int:metric>/remove/", views.remove, name="remove_metric"),
    path("<int:pk>/metrics/<int:metric>/record/", reading_views.record, name="record_reading"),
    path("<int:pk>/metrics/<int:metric>/readings/<int:reading>/remove/", reading_views.remove, name="remove_reading"),
    path("<int:pk>/metrics/<int:metric>/readings/<int:reading>/file/", reading_views.attachment, name="attachment"),
    path(
        "<int:pk>/metrics/<int:metric>/readings/<int:reading>/baseline/", comparing_views.freeze, name="freeze_baseline"
    ),
    path("<int:pk>/metrics/<int:metric>/benchmarks/new/", comparing_views.create, name="create_benchmark"),
    path("<int:pk>/metrics/<int:metric>/benchmarks/<int:benchmark>/edit/", comparing_views.edit, name="edit_benchmark"),
    path(
        "<int:pk>/metrics/<int:metric>/benchmarks/<int:benchmark>/remove/",
        comparing_views.remove,
        name="remove_benchmark",
    ),
]
