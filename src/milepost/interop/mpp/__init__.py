"""Microsoft Project's own files, and whatever else MPXJ reads, through a limited Java process.

MPXJ is an optional extra (`milepost[msproject]`, LGPL); nothing of it is loaded into our own process.
"""
