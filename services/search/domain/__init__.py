"""What searching means in an office: the language of the box, the order of finds, the marks in a text."""
