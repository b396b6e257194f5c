"""Addresses under `/t/<team_slug>/voices/questions/`."""

from django.urls import path

from feedback.asking import batch_views, paper_views, views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("new/", views.create, name="create_question"),
    path("<int:pk>/", views.question, name="question"),
    path("<int:pk>/edit/", views.edit, name="edit_question"),
    path("<int:pk>/close/", views.close, name="close_question"),
    path("<int:pk>/code/", views.renew_code, name="renew_question_code"),
    path("<int:pk>/code.svg", paper_views.svg, name="question_svg"),
    path("<int:pk>/<slug:layout>.pdf", paper_views.pdf, name="question_pdf"),
    path("<int:pk>/links/", batch_views.batches, name="question_links"),
    path("<int:pk>/links/new/", batch_views.create, name="create_links"),
    path("<int:pk>/links/<int:batch>/revoke/", batch_views.revoke, name="revoke_links"),
]
