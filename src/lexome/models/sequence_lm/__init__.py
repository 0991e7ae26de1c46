"""The head of the reference sequence model that ships: what a base is in a gene."""
