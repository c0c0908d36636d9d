"""Use cases of the signing desk."""
