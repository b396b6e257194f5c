"""Words in all voices: PostgreSQL's full-text search with German stems, SQLite's FTS5, one interface."""
