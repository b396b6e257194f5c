"""Addresses below that of an action."""

from django.urls import path

from actions.parts import comment_views, expense_views, file_views, scenario_views, step_views

urlpatterns = [
    path("checklist/", step_views.checklist, name="checklist"),
    path("steps/", step_views.add, name="add_step"),
    path("steps/<int:step>/", step_views.rename, name="rename_step"),
    path("steps/<int:step>/tick/", step_views.tick, name="tick_step"),
    path("steps/<int:step>/move/", step_views.move, name="move_step"),
    path("steps/<int:step>/remove/", step_views.remove, name="remove_step"),
    path("comments/", comment_views.say, name="comment"),
    path("comments/<int:comment>/", comment_views.reword, name="reword_comment"),
    path("comments/<int:comment>/remove/", comment_views.remove, name="remove_comment"),
    path("files/", file_views.add, name="add_file"),
    path("files/<int:file>/", file_views.save, name="file"),
    path("files/<int:file>/remove/", file_views.remove, name="remove_file"),
    path("expenses/", expense_views.spent, name="expenses"),
    path("expenses/new/", expense_views.add, name="add_expense"),
    path("expenses/<int:expense>/", expense_views.change, name="change_expense"),
    path("expenses/<int:expense>/remove/", expense_views.remove, name="remove_expense"),
    path("scenarios/", scenario_views.tell, name="scenarios"),
]
