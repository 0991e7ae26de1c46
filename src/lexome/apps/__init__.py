"""Doors: the command line and HTTP, both derived from the services."""
