"""Full-text indexes: the embedded one lies in a folder, beside the data it was made from, and can be made again."""
