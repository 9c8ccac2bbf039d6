"""Methods and paths without an endpoint, in all four APIs.

A function cannot ask the gateway for its routes: `make openapi` writes those of the template beside this module.
"""

import json
from pathlib import Path

from polydesk.dialects import happyfox, selectel, supportbee, zammad
from polydesk.http.other_methods import refuse

METHODS = json.loads(Path(__file__).with_name("methods.json").read_text(encoding="utf-8"))

handler = refuse([selectel.dialect, supportbee.dialect, happyfox.dialect, zammad.dialect], METHODS)
