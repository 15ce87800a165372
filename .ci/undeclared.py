"""Fails where the packages of an installed wheel import a distribution that the wheel does not declare.

python .ci/undeclared.py SITE    (the folder that the wheel was installed into)
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PathDistribution, packages_distributions
from pathlib import Path

PACKAGES = ("corpus", "embeddings", "qa", "ui")


def imported(package: Path) -> Iterator[str]:
    """The top-level names of every absolute import, whether at the head of a module or inside a function."""
    for module in package.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_bytes(), module.name)):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def declared(site: Path) -> set[str]:
    """The distributions that ``polycite`` requires, as its metadata in ``site`` says."""
    (metadata,) = site.glob("polycite-*.dist-info")
    requirements = PathDistribution(metadata).requires or []
    return {normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(site: Path) -> list[str]:
    """Each import whose distribution is not declared, with the distribution if it is installed."""
    providers, known = packages_distributions(), declared(site)
    names = {name for package in PACKAGES for name in imported(site / package)}
    foreign = names - set(sys.stdlib_module_names) - set(PACKAGES)
    return [
        f"{name} ({', '.join(sorted(set(providers.get(name, ['not installed']))))})"
        for name in sorted(foreign)
        if known.isdisjoint(map(normal, providers.get(name, [])))
    ]


if __name__ == "__main__":
    missing = undeclared(Path(sys.argv[1]))
    sys.exit(f"imported but not declared in pyproject.toml: {', '.join(missing)}" if missing else 0)
