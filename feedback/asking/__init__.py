"""Questions at touchpoints: made, printed as codes, sent as one-use links, and how many answer."""
