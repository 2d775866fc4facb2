"""What is asked of tables, task by task: `GROUPS` has what makes the groups of each."""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.conformance.making.table import Group
from proofs_check.conformance.making.tasks import judge, judge_networks, network, path, solve, tolerance
from proofs_check.conformance.suite import Task

__all__ = ["GROUPS"]

#: What makes the groups of each task, always the same ones.
GROUPS: dict[Task, Callable[[], list[Group]]] = {
    "solve:p=0": lambda: solve.groups("solve:p=0"),
    "solve:p=0+": lambda: solve.groups("solve:p=0+"),
    "solve:p": lambda: solve.groups("solve:p"),
    "solve:p=1-": lambda: solve.groups("solve:p=1-"),
    "tolerance": tolerance.groups,
    "path": path.groups,
    "network:p=0": lambda: network.groups("network:p=0"),
    "network:p": lambda: network.groups("network:p"),
    "judge": lambda: [*judge.groups(), *judge_networks.groups()],
}
