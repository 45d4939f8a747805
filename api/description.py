"""``python -m api.description`` prints the API's description (OpenAPI) as JSON, for making clients; starts nothing."""

import inspect
import json
from typing import Any

from fastapi import FastAPI

from api.app import create_app


class _Absent:
    """Stands where the service's parts would be: routes are made with them, and none is ever asked."""

    def __getattr__(self, name: str) -> "_Absent":
        return self

    def __call__(self, *_: object, **__: object) -> "_Absent":
        return self


def whole_app() -> FastAPI:
    """Make the application with all its routes and nothing behind them."""
    wanted: dict[str, Any] = {name: _Absent() for name in inspect.signature(create_app).parameters}
    return create_app(**wanted | {"token": "none"})


def main() -> None:
    """Print the description."""
    print(json.dumps(whole_app().openapi(), indent=2, ensure_ascii=False, sort_keys=True))  # noqa: T201


if __name__ == "__main__":
    main()
