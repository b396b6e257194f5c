"""Addresses of the links to read a journey."""

from django.urls import path

from journeys.sharing import views

urlpatterns = [
    path("shares/", views.shares, name="shares"),
    path("shares/new/", views.create_share, name="create_share"),
    path("shares/<int:share>/revoke/", views.revoke_share, name="revoke_share"),
]
