"""Makes the index of all voices anew, for when a newer stemmer finds other stems in the same words."""

from django.db import connection, transaction

ANEW = {
    "postgresql": ["UPDATE feedback_feedback SET text = text"],
    "sqlite": [
        "DELETE FROM feedback_stems",
        "INSERT INTO feedback_stems (rowid, stems) SELECT id, voice_stems(text) FROM feedback_feedback",
    ],
}


@transaction.atomic
def fill() -> None:
    """All voices of all teams; others who write wait until it is done."""
    with connection.cursor() as cursor:
        for statement in ANEW[connection.vendor]:
            cursor.execute(statement)
