"""JSON routes of the registry desk."""
