"""Makers of test data that go through the real actions; one module per service."""
