"""Reading the files that people edit (policies, prompts, knowledge): checked, and errors name file, line and fix."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class DataFileError(Exception):
    """A policy, prompt or knowledge file that cannot be used.

    Args:
        path: the file.
        line: where in it, counted from 1; None when the whole file is meant.
        problem: what is wrong.
        fix: what to do about it.
    """

    def __init__(self, path: Path, line: int | None, problem: str, fix: str) -> None:
        self.path, self.line, self.problem, self.fix = path, line, problem, fix
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {problem}. {fix}")


# The parser in C is some ten times faster; it is missing only where PyYAML was built without libyaml.
FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What libyaml refuses without naming a line (YAML 1.1, section 4.1), and lone surrogates, which it cannot take at all.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = "Correct this value, or put it in quotes"


class _Loader(FastLoader):  # type: ignore[misc]
    """A safe loader that refuses a key given twice (YAML itself would silently keep the last)."""


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key is a list or a mapping", key_node.start_mark)
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is given twice", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


def load_yaml(path: Path, model: type[Model]) -> Model:
    """The file as a checked model.

    Raises:
        DataFileError: the file is missing, is not UTF-8 or YAML, or does not fit the model.
    """
    return parse_yaml(read_text(path), model, path)


def parse_yaml(text: str, model: type[Model], path: Path, first_line: int = 1) -> Model:
    """A YAML text, such as front matter that starts at `first_line` of `path`, as a checked model."""
    shift = first_line - 1
    node, data = _parsed(text, path, shift)
    if node is None:
        raise DataFileError(path, None, "there is nothing in it", "Restore what it held, or take the file away")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        line = _line_of(node, first["loc"])
        field = ".".join(str(part) for part in first["loc"]) or "the file"
        given = repr(first["input"])
        shown = given if len(given) <= 60 else given[:57] + "..."
        raise DataFileError(
            path,
            line + shift if line is not None else None,
            f"{field}: {first['msg']} (given: {shown})",
            "Change this field so that it fits the schema",
        ) from error


def _parsed(text: str, path: Path, shift: int) -> tuple[yaml.Node | None, Any]:
    """The tree of a YAML text and what it means."""
    _refuse_unprintable(text, path, shift)
    node: yaml.Node | None = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 + shift if mark is not None else None
        problem = getattr(error, "problem", None) or str(error)
        raise DataFileError(path, line, f"not valid YAML: {problem}", "Correct the YAML on this line") from error
    except RecursionError as error:
        raise DataFileError(path, None, "lists or mappings are nested too deeply", "Write it flatter") from error
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        # PyYAML lets through what Python says of a date such as 2026-02-30, or of a tag that does not fit its value.
        raise DataFileError(path, _line_of_bad_scalar(node, shift), f"not valid YAML: {error}", _QUOTE) from error


def _refuse_unprintable(text: str, path: Path, shift: int) -> None:
    found = _UNPRINTABLE.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1 + shift
        raise DataFileError(path, line, f"it holds the character {found[0]!r}, which YAML does not allow", "Delete it")


def _line_of_bad_scalar(node: yaml.Node | None, shift: int) -> int | None:
    """The line of the first plain value that cannot be made into what it looks like."""
    for scalar in _scalars(node):
        try:
            FastLoader("").construct_object(scalar)
        except yaml.YAMLError:
            continue
        except (ValueError, TypeError, LookupError, AttributeError):
            return int(scalar.start_mark.line) + 1 + shift
    return None


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode():
            for item in node.value:
                yield from _scalars(item)
        case yaml.MappingNode():
            for pair in node.value:
                for item in pair:
                    yield from _scalars(item)


def lines_of(path: Path, key: str) -> dict[str, int]:
    """The line of each entry under a top-level key: list positions or mapping keys, as strings."""
    try:
        root = yaml.compose(read_text(path), Loader=FastLoader)
    except yaml.YAMLError:
        return {}  # load_yaml reports this with its line
    if not isinstance(root, yaml.MappingNode):
        return {}
    body = next((value for name, value in root.value if name.value == key), None)
    if isinstance(body, yaml.SequenceNode):
        return {str(index): node.start_mark.line + 1 for index, node in enumerate(body.value)}
    if isinstance(body, yaml.MappingNode):
        return {name.value: name.start_mark.line + 1 for name, _ in body.value}
    return {}


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises:
        DataFileError: it is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataFileError(path, None, "the file is missing", "Restore it, or correct the folder setting") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataFileError(path, line, "the file is not UTF-8", "Save it as UTF-8") from error


def _line_of(node: yaml.Node | None, location: Iterable[int | str]) -> int | None:
    """The line of the deepest node that an error location leads to."""
    if node is None:
        return None
    for part in location:
        following = _child(node, part)
        if following is None:
            continue
        node = following
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None
