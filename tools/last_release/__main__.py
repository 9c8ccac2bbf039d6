"""Write the fixture of this release: `python -m tools.last_release`, or `make release-fixture`."""

from tools.engine import Engine
from tools.last_release import write_code, write_table
from tools.last_release.contents import filled
from tools.local_desk.world import World


def main() -> None:
    """Write the table, then the code."""
    with World(Engine()) as world:
        write_table(filled(world))
    write_code()


main()
