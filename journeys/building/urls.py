"""Addresses of the list and of the forms that build a journey."""

from django.urls import path

from journeys.building import phase_views, step_views, views

urlpatterns = [
    path("", views.journeys, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/phases/new/", phase_views.add_phase, name="add_phase"),
    path("<int:pk>/phases/<int:phase>/rename/", phase_views.rename_phase, name="rename_phase"),
    path("<int:pk>/phases/<int:phase>/move/", phase_views.move_phase, name="move_phase"),
    path("<int:pk>/phases/<int:phase>/remove/", phase_views.remove_phase, name="remove_phase"),
    path("<int:pk>/steps/new/", step_views.add_step, name="add_step"),
    path("<int:pk>/steps/<int:step>/edit/", step_views.edit_step, name="edit_step"),
    path("<int:pk>/steps/<int:step>/move/", step_views.move_step, name="move_step"),
    path("<int:pk>/steps/<int:step>/remove/", step_views.remove_step, name="remove_step"),
    path("<int:pk>/steps/<int:step>/into-inventory/", step_views.into_inventory, name="into_inventory"),
]
