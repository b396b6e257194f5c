"""Customer profiles: their pages, pictures and cards."""
