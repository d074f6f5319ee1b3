"""Feria: a self-hosted multi-vendor marketplace; services in `services`, tools in `core`."""
