"""Addresses under `/t/<team_slug>/actions/`."""

from django.urls import path

from actions import out_views, views

app_name = "actions"
urlpatterns = [
    path("", views.plan, name="list"),
    path("lines/", views.lines, name="lines"),
    path("actions.csv", out_views.csv, name="csv"),
    path("actions.xlsx", out_views.xlsx, name="xlsx"),
    path("new/", views.create, name="create"),
    path("metrics/", views.metrics, name="metrics"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/finish/", views.finish, name="finish"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/settle/", views.settle, name="settle"),
]
