"""Full-text indexes, in a folder or on a server; all are made from the records and can be made again at any time."""
