"""Addresses under `/t/<team_slug>/team/`."""

from django.urls import URLPattern

app_name = "teams"
urlpatterns: list[URLPattern] = []
