"""A program gathered from the rooms into one engine plan.

`facts.gather` reads everything stated about a program in a fixed number of queries; `plans.plan_of` turns it
into the engine's `Plan`. `Facts` keeps the rows by number, so that after an edit only the rows that changed
are read again (`queries.keeping`).
"""
