"""Addresses of suggestions for people without an account."""

from django.urls import path

from feedback.suggestions import public_views

urlpatterns = [
    path("v/receipt/", public_views.receipt, name="receipt"),
    path("v/<slug:code>/", public_views.suggest_by_link, name="suggest_by_link"),
    path("v/<slug:code>/outcomes/", public_views.outcomes_by_link, name="outcomes_by_link"),
]
