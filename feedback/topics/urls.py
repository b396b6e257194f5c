"""Addresses under `/t/<team_slug>/voices/topics/`."""

from django.urls import path

from feedback.topics import inbox_views, tone_views, views

urlpatterns = [
    # The dictionary
    path("", views.topics, name="topics"),
    path("new/", views.create_topic, name="create_topic"),
    path("begin/", views.begin_dictionary, name="begin_dictionary"),
    path("again/", views.read_again, name="read_again"),
    path("again/progress/", views.rereading, name="rereading"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/edit/", views.edit_topic, name="edit_topic"),
    path("<int:pk>/words/", views.add_terms, name="add_terms"),
    path("<int:pk>/words/remove/", views.remove_term, name="remove_term"),
    path("<int:pk>/merge/", views.merge_topic, name="merge_topic"),
    path("<int:pk>/remove/", views.remove_topic, name="remove_topic"),
    path("tone/", tone_views.tone_words, name="tone_words"),
    path("tone/new/", tone_views.add_tone_words, name="add_tone_words"),
    path("tone/remove/", tone_views.remove_tone_word, name="remove_tone_word"),
    # The inbox
    path("inbox/", inbox_views.inbox, name="inbox"),
    path("judge/<int:pk>/", inbox_views.judge, name="judge"),
    path("judge/undo/", inbox_views.undo_judgement, name="undo_judgement"),
]
