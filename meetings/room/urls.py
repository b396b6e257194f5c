"""Addresses under `/t/<team_slug>/rounds/<pk>/room/`: each deed has its own."""

from django.urls import path

from meetings.room import card_views, plan_views, views, vote_views

urlpatterns = [
    path("", views.room, name="room"),
    path("desk/", views.desk, name="desk"),
    path("snapshot/", views.snapshot, name="snapshot"),
    # Leading
    path("start/", views.start, name="start"),
    path("next/", views.go_on, name="go_on"),
    path("back/", views.go_back, name="go_back"),
    path("pause/", views.pause, name="pause"),
    path("resume/", views.resume, name="resume"),
    path("minute/", views.add_minute, name="add_minute"),
    path("close/", plan_views.close, name="close"),
    path("close-early/", views.close_early, name="close_early"),
    # People
    path("ready/", views.set_ready, name="set_ready"),
    path("hand-over/", views.hand_over, name="hand_over"),
    path("take-over/", views.take_over, name="take_over"),
    path("people/<int:person>/remove/", views.remove, name="remove_person"),
    path("people/<int:person>/let-in/", views.let_in_again, name="let_in_again"),
    # Cards
    path("cards/draft/", card_views.save_draft, name="save_draft"),
    path("cards/pin/", card_views.pin, name="pin"),
    path("cards/floor/", card_views.give_floor, name="give_floor"),
    path("cards/merge/", card_views.merge, name="merge"),
    path("cards/<uuid:card>/unmerge/", card_views.unmerge, name="unmerge"),
    path("cards/<uuid:card>/take-back/", card_views.take_back, name="take_back"),
    path("cards/<uuid:card>/discard/", card_views.discard, name="discard"),
    path("cards/<uuid:card>/explained/", card_views.explained, name="explained"),
    path("cards/<uuid:card>/note/", card_views.write_note, name="write_note"),
    # The vote
    path("vote/", vote_views.cast, name="cast"),
    path("vote/again/", vote_views.vote_again, name="vote_again"),
    path("vote/<int:person>/absent/", vote_views.mark_absent, name="mark_absent"),
    path("vote/<int:person>/present/", vote_views.unmark_absent, name="unmark_absent"),
    path("vote/closing-word/", vote_views.write_closing_word, name="write_closing_word"),
    path("vote/set-aside/", vote_views.set_aside, name="set_aside"),
    path("vote/let-stand/", vote_views.let_stand, name="let_stand"),
    # The plan
    path("follow-ups/<int:action>/", plan_views.settle, name="settle"),
    path("actions/", plan_views.decide_action, name="decide_action"),
    path("actions/<int:action>/withdraw/", plan_views.withdraw_action, name="withdraw_action"),
    path("next-touchpoint/", plan_views.choose_next, name="choose_next"),
]
