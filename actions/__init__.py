"""Actions: who does what, with whom, until when, and what became of it.

An action knows its touchpoint but no meeting: whoever decides on one keeps the link. Its doors are `recording`,
`moving` and `settling`; what hangs on it lives in `parts`, what groups it in `plans`. `overview`, `timeline`, `figures`
and `printing` show many at once; `my_day` and `reminders` bring them to the person who does them.
"""
