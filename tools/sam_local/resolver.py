"""What `sam local` would run, by SAM's own resolver: it starts no container, so it needs no Docker."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import sam

_RESOLVE = """
import json, os, sys
os.environ.update(AWS_ACCESS_KEY_ID="123456789012", AWS_SECRET_ACCESS_KEY="local")
from samcli.commands.local.lib.local_lambda import LocalLambdaRunner
from samcli.lib.providers.api_provider import ApiProvider
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider

template, env_vars = sys.argv[1:]
stacks, _ = SamLocalStackProvider.get_stacks(template)
provider = SamFunctionProvider(stacks)
runner = LocalLambdaRunner(None, provider, ".", ".", env_vars_values=json.loads(env_vars))
configs = {function.name: runner.get_invoke_config(function) for function in provider.get_all()}
api = ApiProvider(stacks, cwd=".").api
print(json.dumps({
    "environments": {name: config.env_vars.resolve() for name, config in configs.items()},
    "handlers": {name: config.handler for name, config in configs.items()},
    "code": {name: config.code_abs_path for name, config in configs.items()},
    "layers": {name: [layer.codeuri for layer in config.layers] for name, config in configs.items()},
    "routes": [[route.function_name, method, route.path] for route in api.routes for method in route.methods],
    "binary": api.binary_media_types,
}))
"""


def resolve(template: Path, env_vars: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the functions and routes that `sam local` finds with this content of the file for `--env-vars`.

    `environments`, `handlers`, `code` and `layers` are by logical id; `routes` are function, method and path.
    """
    found: dict[str, Any] = sam.run(_RESOLVE, template, json.dumps(env_vars))
    return found
