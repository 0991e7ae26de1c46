"""The vocabulary every other floor speaks: values, errors, settings and the shelf. No input or output."""
