"""The seam to a language model: it chooses among candidates; code checks every word of its answer."""
