"""Addresses under `/t/<team_slug>/voices/<pk>/`: a voice put right, masked or deleted."""

from django.urls import path

from feedback.collecting import voice_views

urlpatterns = [
    path("edit/", voice_views.edit_voice, name="edit_voice"),
    path("mask/", voice_views.mask, name="mask"),
    path("remove/", voice_views.remove_voice, name="remove_voice"),
]
