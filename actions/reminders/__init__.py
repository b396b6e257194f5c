"""Reminders: what is noted, when it comes, what of it is still needed, and the mail that says it.

`noting` finds what people must hear and writes a row for each, a day ahead; `sending` makes one letter of all that is
due for a person in a team and marks the rows in the transaction that posts it. A row is sent, or found to be needless
or unwanted, once. Both go on where they stopped: whatever is lost in between is found by the next run.
"""
