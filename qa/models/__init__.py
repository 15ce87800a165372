"""Language models that write answers; none is required, and each is loaded when first used."""

from qa.models.specification import open_generator

__all__ = ["open_generator"]
