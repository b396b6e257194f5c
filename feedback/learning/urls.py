"""Addresses under `/t/<team_slug>/voices/learned/`."""

from django.urls import path

from feedback.learning import link_views, views

urlpatterns = [
    path("", views.learned, name="learned"),
    path("new/", views.learn, name="learn"),
    path("notice-board.pdf", views.pdf, name="learned_pdf"),
    path("link/", link_views.open_link, name="open_learned_link"),
    path("link/shut/", link_views.shut_link, name="shut_learned_link"),
    path("<int:pk>/edit/", views.edit, name="edit_learned"),
    path("<int:pk>/remove/", views.remove, name="remove_learned"),
]
