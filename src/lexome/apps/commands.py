"""One command per service, derived from its Ask: names, types, defaults and help come from the model's fields."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from enum import Enum
from functools import reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from lexome.core import shelf

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic.fields import FieldInfo

GROUPS = {"data": "Knowledge: what is embedded, importing official releases, checking what is there."}
"""Services called ``data_list`` and so on are commands of a group: ``lexome data list``."""


def words(service: str) -> tuple[str, ...]:
    """Return the words of the command that asks a service.

    >>> words("data_import"), words("diagnose")
    (('data', 'import'), ('diagnose',))
    """
    group, _, rest = service.partition("_")
    return (group, rest.replace("_", "-")) if group in GROUPS and rest else (service.replace("_", "-"),)


def summary(service: str) -> str:
    """Return the first line of a service's docstring without importing it."""
    path: Path = shelf.path_of("services", service)
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().removeprefix('"""').removesuffix('"""')


def __getattr__(service: str) -> Callable[..., Any]:
    """Return the command of a service, so that the command line can name it without importing it."""
    if service.startswith("_") or not (service in shelf.own("services") or service in shelf.names("services")):
        raise AttributeError(service)
    return _command(service)


def _command(name: str) -> Callable[..., Any]:
    service = shelf.take("services", name)

    def command(*args: Any, **given: Any) -> Any:
        from lexome.apps.run import answer

        bound = signature.bind(*args, **given)
        return answer(name, dict(bound.arguments))

    signature = inspect.Signature([_parameter(key, field) for key, field in service.ask.model_fields.items()])
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__name__ = name
    command.__doc__ = "\n\n".join(text for text in (summary(name), inspect.cleandoc(service.ask.__doc__ or "")) if text)
    return command


def _parameter(key: str, field: FieldInfo) -> inspect.Parameter:
    """Return the command-line parameter of one field of an Ask."""
    from cyclopts import Parameter

    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = inspect.Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)
    many = getattr(field.annotation, "__origin__", None) in {tuple, list, frozenset}
    positional = bool(extra.get("positional"))
    spelt = _spelt(field.annotation)
    about = Parameter(
        help=field.description,
        converter=_in_any_case(spelt),
        consume_multiple=many or None,
        negative=(),
        allow_leading_hyphen=False,
        show_default=None if default not in (None, (), False, inspect.Parameter.empty) else False,
    )
    return inspect.Parameter(
        key,
        inspect.Parameter.POSITIONAL_OR_KEYWORD if positional else inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[spelt, about],
    )


def _spelt(annotation: Any) -> Any:
    """Return a type with every enumeration as the choice of its values, as documents spell them."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Literal[tuple(member.value for member in annotation)]
    arguments = get_args(annotation)
    if not arguments or get_origin(annotation) is Literal:
        return annotation
    spelt = tuple(_spelt(argument) for argument in arguments)
    if isinstance(annotation, UnionType):
        return reduce(or_, spelt)
    return get_origin(annotation)[spelt] if spelt != arguments else annotation


def _in_any_case(spelt: Any) -> Callable[..., Any] | None:
    """Return what reads one choice among words whatever its case (a phenopacket says FEMALE), None for other types."""
    literal = next((one for one in (spelt, *get_args(spelt)) if get_origin(one) is Literal), None)
    if literal is None or get_origin(spelt) not in {Literal, UnionType, Union}:
        return None

    def convert(_: Any, tokens: Any) -> Any:
        from cyclopts import CoercionError

        token = tokens[0]
        for choice in get_args(literal):
            if str(choice).casefold() == token.value.casefold():
                return choice
        raise CoercionError(token=token, target_type=literal)

    return convert


def module_name() -> str:
    """Return this module's import path, under which commands are named lazily."""
    return sys.modules[__name__].__name__
