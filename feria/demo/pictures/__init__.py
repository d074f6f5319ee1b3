"""The demo's pictures: drawn once by `feria demo pictures` in a checkout, shipped as files, never drawn at run time."""
