"""Catalogue, stock, categories, search, images, imports."""
