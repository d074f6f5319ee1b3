"""Feria: a self-hosted multi-vendor marketplace; services in `services`, tools in `core`."""

__version__ = "0.1.0"
