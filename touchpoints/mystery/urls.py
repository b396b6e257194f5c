"""Addresses under `/t/<team_slug>/touchpoints/mystery/`."""

from django.urls import URLPattern, path

from touchpoints.mystery import checklist_views, visit_views

urlpatterns: list[URLPattern] = [
    path("new/<int:pk>/", checklist_views.create, name="create_checklist"),
    path("<int:checklist>/", checklist_views.checklist, name="checklist"),
    path("<int:checklist>/edit/", checklist_views.edit, name="edit_checklist"),
    path("<int:checklist>/items/", checklist_views.add_item, name="add_item"),
    path("<int:checklist>/remove/", checklist_views.remove, name="remove_checklist"),
    path("items/<int:item>/", checklist_views.change_item, name="change_item"),
    path("items/<int:item>/move/", checklist_views.move_item, name="move_item"),
    path("items/<int:item>/remove/", checklist_views.remove_item, name="remove_item"),
    path("<int:checklist>/visit/", visit_views.create, name="create_visit"),
    path("visits/<int:visit>/", visit_views.visit, name="visit"),
    path("visits/<int:visit>/remove/", visit_views.remove, name="remove_visit"),
]
