"""``python -m autograde`` is ``convcourse``."""

from autograde.cli import main

main()
