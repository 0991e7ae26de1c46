"""Builds the embedded starter knowledge from pinned registry artifacts: ``python -m starter_builder`` in ``tools/``."""
