"""Addresses under `/t/<team_slug>/actions/`."""

from django.urls import URLPattern

app_name = "actions"
urlpatterns: list[URLPattern] = []
