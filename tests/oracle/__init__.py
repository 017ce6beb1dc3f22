"""Every figure counted a second time: plain loops over the rows of a workbook, slow and obvious.

Nothing of the program's own counting is used or imitated here: what is to be counted is read from
the contract alone, so that one mistake cannot be made in both places.
"""
