"""The SQLite of `make start`, which tells letters apart as PostgreSQL does: to SQLite itself, Ü is no ü."""
