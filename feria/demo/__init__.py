"""The demo marketplace Lonja: its data, loaded through the real actions, with the same ids each time."""
