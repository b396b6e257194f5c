"""Day before month, the month as a word: 3/4 would be March to some and April to others."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
