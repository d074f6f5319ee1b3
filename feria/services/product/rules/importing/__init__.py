"""Reading product files: pure functions from the lines of a CSV to products and a report, line by line.

`text` finds encoding and records, `columns` knows the two formats, `values` reads single cells, `products` puts rows
together.
"""
