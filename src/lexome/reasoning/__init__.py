"""How evidence adds up: combination, ACMG classes, ranking, calibration, kinship."""
