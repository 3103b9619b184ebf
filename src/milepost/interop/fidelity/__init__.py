"""What became of a file: every field accounted for, and our dates against the file's."""
