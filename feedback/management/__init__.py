"""What `manage.py` can do with voices."""
