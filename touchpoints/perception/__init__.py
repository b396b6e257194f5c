"""What departments think of touchpoints, asked by link, held against what customers say."""
