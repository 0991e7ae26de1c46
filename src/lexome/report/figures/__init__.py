"""Pictures of the report as inline SVG: drawn from numbers that are given, no arithmetic beyond layout."""
