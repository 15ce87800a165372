"""Holds what a language model writes to its sources: plain text, sound markers, claims that are supported."""
