"""Fit the reference sequence model: corpus with whole genes held out, equivariant network, resumable training."""
