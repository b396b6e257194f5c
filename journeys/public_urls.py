"""Addresses that a link opens to people without an account."""

from django.urls import path

from journeys.sharing import public_views

urlpatterns = [
    path("j/<str:token>/", public_views.shared_journey, name="shared_journey"),
]
