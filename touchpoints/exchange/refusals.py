"""What a table that is read in or given out meets on its way, as sentences for the person who asked."""


class Unreadable(Exception):
    """There is no table in the file, or none that may be read; `str` of it says why, in the reader's language."""


class NotNow(Exception):
    """The table is not where the request thought it was: somebody else has started or undone it."""


class Gone(NotNow):
    """Somebody else has discarded the table."""
