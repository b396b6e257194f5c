"""Addresses under `/t/<team_slug>/touchpoints/` for what this package does."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
