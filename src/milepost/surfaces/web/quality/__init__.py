"""Plan quality: is the plan sound enough to be believed? Each check opens to its formula and offenders."""
