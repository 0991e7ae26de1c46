"""The seam for large models whose weights do not ship: one adapter a file, each inert until its weights are there."""
