"""A fault: it changes one text within one block of the template."""

from dataclasses import dataclass


class NoSuchText(Exception):
    """The block does not have the text that a fault changes: the fault has to follow the template."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of the block of a parameter, a condition, a resource or an output."""

    block: str
    old: str
    new: str

    def __str__(self) -> str:
        """Name the block and the change, in one line."""
        return f"{self.block}: {' '.join(self.old.split())} -> {' '.join(self.new.split()) or '(nothing)'}"

    def apply(self, template: str) -> str:
        """Return the template with the fault. Raises NoSuchText."""
        lines = template.splitlines(keepends=True)
        starts = [at for at, line in enumerate(lines) if line.startswith(f"  {self.block}:")]
        if not starts:
            raise NoSuchText(str(self))
        end = next((at for at in range(starts[0] + 1, len(lines)) if _begins_another(lines[at])), len(lines))
        block = "".join(lines[starts[0] : end])
        if self.old not in block:
            raise NoSuchText(str(self))
        return "".join([*lines[: starts[0]], block.replace(self.old, self.new, 1), *lines[end:]])


def _begins_another(line: str) -> bool:
    return line[:1] not in (" ", "\n") or (line.startswith("  ") and line[2:3] not in (" ", "#", "\n"))


def alarm_faults(name: str, *changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Return faults of the alarm with this name."""
    return tuple(Fault(f"{name}Alarm", old, new) for old, new in changes)
