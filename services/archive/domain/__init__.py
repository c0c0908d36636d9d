"""What the archive knows: fonds, series, case files, items, retention and who may open them."""
