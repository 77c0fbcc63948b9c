"""Invented customers for xltags demo: believable stories, and planted faults of every kind."""
