"""Lexome reads a patient's genome with a clinician's words and answers with an explained differential."""

__version__ = "0.1.0"
