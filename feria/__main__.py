"""`python -m feria` is the `feria` command."""

from feria.cli import main

main()
