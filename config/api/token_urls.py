"""Addresses under `/t/<team_slug>/tokens/`."""

from django.urls import path

from config.api import token_views as views

app_name = "api_tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
