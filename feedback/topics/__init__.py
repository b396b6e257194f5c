"""Free text read by the team's dictionary: topics, and what it proposes, with the words that led to it."""
