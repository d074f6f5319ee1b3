"""Reads of the analytics service, one file per report."""
