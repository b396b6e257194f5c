"""Addresses under `/t/<team_slug>/voices/settings/`: how the team listens."""

from django.urls import path

from feedback.collecting import settings_views

urlpatterns = [path("", settings_views.listening, name="listening")]
