"""How good the answers are: metrics, strata, intervals, for any function from a case to a ranking."""
