"""A digest as an issue: composed once, mailed to all who asked for it."""
