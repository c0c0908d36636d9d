"""HTML routes of the registry desk."""
