#!/usr/bin/env python3
"""Django's command line; without a setting it uses the local settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dit_network.settings.local")
    execute_from_command_line(sys.argv)
