"""Readers and writers of the field's file formats: bytes to core types and problems, and back."""
