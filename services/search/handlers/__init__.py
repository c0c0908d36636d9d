"""What searching does: learn from facts, keep the index up to date, answer questions, start over."""
