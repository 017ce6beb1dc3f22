"""The workbook as rules: its sheets and columns, what reads, checks and writes them."""
