"""Ways to turn retrieved passages into an answer."""
