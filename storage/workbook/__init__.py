"""The workbook as files and rows: out of a file into the database, and back."""
