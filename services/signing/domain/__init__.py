"""The rules of the signature book and of the seal: who may sign what, in which order, and what is refused why."""
