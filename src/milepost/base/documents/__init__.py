"""Files from outside the house, opened once and safely.

`sources` opens bytes (gzip too) within limits, `xml` streams elements, `archives` opens zip files, `tables`
reads and writes CSV, `workbooks` reads and writes XLSX. Nothing here imports Django: the command line on plan
files stands on it.
"""
