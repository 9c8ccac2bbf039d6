"""Print how many of the desk's modules each scenario passes through, and how often one module calls another.

python -m tools.trace            all scenarios
python -m tools.trace reopen     scenarios with this word in their names, with the calls of each pair of modules
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.bench.desk import SampleDesk, warm
from tools.bench.markdown import table
from tools.local_desk.model import Template
from tools.local_desk.world import World
from tools.trace.recorder import Trace, recording
from tools.trace.scenarios import SCENARIOS, Scenario, open_ticket

PARAMETERS = {"LogLevel": "ERROR"}
"""Of the template. All others keep their defaults, rate limits included."""


def folders(template: Template) -> set[Path]:
    """Return the folders of the desk's own code: of its layer and of its functions."""
    return {*template.layers, *(function.code for function in template.functions.values())}


def trace(scenario: Scenario) -> Trace:
    """Make the scenario's call twice on a new desk and trace the second call, which finds the functions warm."""
    with warm(), World(parameters=PARAMETERS) as world:
        desk = SampleDesk(world)
        open_ticket(desk)
        scenario.get_ready(desk)
        scenario.call(desk)
        scenario.get_ready(desk)
        with recording(folders(world.template)) as traced:
            scenario.call(desk)
    return traced


def summary(traces: Mapping[str, Trace]) -> str:
    """Return a table with a row for each scenario."""
    rows = [(name, str(len(one.modules)), str(one.crossings.total())) for name, one in traces.items()]
    return table(("Call", "Modules", "Crossings"), rows)


def details(traced: Trace) -> str:
    """Return a table with a row for each pair of modules, by descending number of calls."""
    rows = [(caller, callee, str(count)) for (caller, callee), count in traced.crossings.most_common()]
    return table(("From", "To", "Calls"), rows)


def main(words: Sequence[str]) -> int:
    """Trace the scenarios whose names contain one of `words`, or all. Returns 2 when no name matches."""
    chosen = [one for one in SCENARIOS if not words or any(word in one.name for word in words)]
    if not chosen:
        print(f"No such scenario. There are: {'; '.join(one.name for one in SCENARIOS)}.", file=sys.stderr)
        return 2
    traces = {scenario.name: trace(scenario) for scenario in chosen}
    print(summary(traces))
    if words:
        for name, traced in traces.items():
            print(f"## {name}\n\n{details(traced)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
