"""Paper: official documents, registers and stamps set by typst with the bundled serif, and images of seal and hand."""
