"""What is known: one source per file, each with its card, a way to open it and typed questions."""
