"""An answer in a person's words: HTML, JSON, TSV, text. No arithmetic."""
