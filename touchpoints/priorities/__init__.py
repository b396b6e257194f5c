"""Which touchpoint comes first: matrices, scores, and the one to start with."""
