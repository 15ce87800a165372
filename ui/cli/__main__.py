"""``python -m ui.cli``: the ``polycite`` command without its script."""

from ui.cli import main

main()
