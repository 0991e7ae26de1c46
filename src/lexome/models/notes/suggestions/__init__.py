"""Terms proposed by a sentence encoder for phrases that no name explains: for confirmation, never counted."""
