"""Days and periods in words: read, compared, and put into words again."""
