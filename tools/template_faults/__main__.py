"""Try each fault on a copy of the repository: `python -m tools.template_faults [words of a fault]`.

Prints the faults that no test finds, and exits with 1 if fewer than nine in ten are found.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tools.template_faults.fault import Fault
from tools.template_faults.faults import FAULTS

ROOT = Path(__file__).parents[2]
TESTS: Sequence[Sequence[str]] = (
    (
        "tests/template/test_promises.py",
        "tests/template/test_promises_of_functions.py",
        "tests/template/test_alarms.py",
        "tests/template/test_background_permissions.py",
    ),
    (
        "tests/template/test_operations.py",
        "tests/template/test_template_texts.py",
        "tests/template/test_routes.py",
        "tests/template/test_permissions_boundary.py",
        "tests/template/test_own_domain.py",
        "tests/template/test_event_archive.py",
        "tests/template/test_docs.py",
        "tests/template/test_dashboard.py",
        "tests/template/test_restore.py",
        "tests/template/test_restored_bucket.py",
        "tests/template/test_parameters.py",
        "tests/template/test_outputs.py",
        "tests/template/test_wildcards.py",
        "tests/template/test_two_stacks.py",
        "tests/template/test_published_versions.py",
        "tests/template/test_first_deployment.py",
    ),
    ("tests/functional/test_least_privilege.py", "tests/functional/test_events.py"),
    ("tests/functional/schedules", "tests/functional/ops", "tests/functional/test_attached_copies.py"),
)
"""The quick tests come first; later ones run only if the earlier ones find nothing."""

WANTED = 0.9
"""The share of the faults that has to be found."""

COPIES = os.process_cpu_count() or 1
"""Copies of the repository, in which as many faults are tried at once."""


def copy_of_the_repository(folder: Path) -> Path:
    """Copy the files under version control, and return the copy."""
    copy = folder / "repository"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    return copy


def found_by(copy: Path) -> str | None:
    """Return the first failing test, or None when all pass.

    Raises RuntimeError when pytest itself fails: that is no test that has found anything.
    """
    for tests in TESTS:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", *tests],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED tests/", "ERROR tests/"))]
            if not failed:
                raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
            return failed[0].partition(" - ")[0]
    return None


def tried(faults: Sequence[Fault], template: str, copies: Sequence[Path]) -> Iterator[tuple[Fault, str | None]]:
    """Yield each fault with the test that has found it, in the order of the faults."""
    changed = [fault.apply(template) for fault in faults]
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def test_that_finds(text: str) -> str | None:
        copy = free.get()
        try:
            (copy / "template.yaml").write_text(text, encoding="utf-8")
            return found_by(copy)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as executor:
        yield from zip(faults, executor.map(test_that_finds, changed), strict=True)


def main(words: Sequence[str]) -> int:
    """Try the faults whose names contain all words."""
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    chosen: list[Fault] = [fault for fault in FAULTS if all(word in str(fault) for word in words)]
    missed: list[Fault] = []
    with tempfile.TemporaryDirectory() as folder:
        copies = [copy_of_the_repository(Path(folder) / str(number)) for number in range(COPIES)]
        if failed := found_by(copies[0]):
            print(f"Without a fault a test fails: {failed}", file=sys.stderr)
            return 2
        for fault, test in tried(chosen, template, copies):
            print(f"{'found ' if test else 'MISSED'} {fault}  {test or ''}", flush=True)
            if test is None:
                missed.append(fault)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} faults are found.")
    return 0 if len(missed) <= (1 - WANTED) * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
