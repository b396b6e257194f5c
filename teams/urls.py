"""Addresses of people outside a team: home, profile, invitations, the outbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
