"""What `manage.py` can do for people and teams."""
