"""Reading notes: the question, the answer and how it is written."""
