"""One file per question a person asks: a typed Ask, a typed Answer and a function."""
