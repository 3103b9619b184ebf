"""What other floors may see of computed plans, by noun.

Nothing here is stated by anybody; all of it follows from the plan at one revision. Instants are local
ticks, durations working ticks (`engine.instants`).
"""
