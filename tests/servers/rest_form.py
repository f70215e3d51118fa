"""The server of rest.py, which is to be sent forms."""
from rest import start  # noqa: F401  pylint: disable=unused-import
