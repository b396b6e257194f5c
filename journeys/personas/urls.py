"""Addresses of customer profiles."""

from django.urls import path

from journeys.personas import portrait_views, views

urlpatterns = [
    path("personas/", views.personas, name="personas"),
    path("personas/new/", views.create, name="create_persona"),
    path("personas/<int:persona>/", views.persona, name="persona"),
    path("personas/<int:persona>/edit/", views.edit, name="edit_persona"),
    path("personas/<int:persona>/remove/", views.remove, name="remove_persona"),
    path("personas/<int:persona>/card.pdf", views.pdf, name="persona_pdf"),
    path("personas/<int:persona>/portrait/", portrait_views.portrait, name="portrait"),
    path("personas/<int:persona>/portrait/change/", portrait_views.change, name="change_portrait"),
    path("personas/<int:persona>/portrait/remove/", portrait_views.remove, name="remove_portrait"),
]
