"""The actions along time: which days the picture shows, where everything stands in it, and its page."""
