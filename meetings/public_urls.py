"""Addresses of a round outside the team: joining as a guest, the projector's wall, the live stream's snapshot."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
