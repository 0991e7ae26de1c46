"""Reading clinical notes: words, vocabulary, recognition, context."""
