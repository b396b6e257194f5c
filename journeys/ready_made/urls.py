"""Addresses of ready journeys."""

from django.urls import path

from journeys.ready_made import views

urlpatterns = [path("ready-made/", views.choose, name="ready_made")]
