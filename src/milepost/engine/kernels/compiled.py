"""One source, two speeds: the kernels as plain Python, or compiled by Numba.

Plain kernels run over lists, which Python reads faster than arrays; compiled ones over int64 arrays.
Importing Numba takes about a second, loading the cached kernels some more, and compiling them the first time
on a machine half a minute. So a command compiles only when a plan is very large; a server has them made ready
in the background (`engine.warming`) and then uses them for every plan that gains by it. Both speeds run the
same functions on integers and give the same bits; a test holds them to it.

Compiling rebinds each function to a namespace in which the kernels it calls are the compiled ones. The
cache lives in a folder named after the text of all kernels and of their layout, since Numba notices changes
of a function's own file only.
"""

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels import backward, dates, edits, floats, forward, layout, order, placing

Ints = npt.NDArray[np.int64]

WORTH_COMPILING = 30_000
"""Nodes from which loading Numba (about two seconds when cached) is quicker than running plainly."""

WORTH_RUNNING = 1_000
"""Nodes from which compiled kernels that are there already are quicker than plain ones."""

_MODULES = (dates, order, placing, forward, backward, floats, edits)
_OPTIONS = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    # No kernel makes an array, so none need be counted: references were counted, atomically, at every call.
    "_nrt": False,
}
_INLINED = frozenset(
    {
        "work_at",
        "start_at",
        "finish_at",
        "early_dates",
        "place_simply",
        "late_dates",
        "place_late_simply",
        "link_slack",
        "slack_of_simple",
        "floats",
        "measure_node",
    }
)
"""What runs for every node or link: a call hands over three columns as two dozen words.

Together with uncounted references this made the passes over 100,000 nodes 1.8 times quicker.
"""
_ready = threading.Event()
_preparing: ContextVar[bool] = ContextVar("milepost_kernels_preparing", default=False)


class Kernels:
    """The kernels at one speed, and the columns they work on."""

    def __init__(self, functions: SimpleNamespace, *, is_compiled: bool) -> None:
        self.functions = functions
        self.is_compiled = is_compiled

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(self.functions, name)
        return function

    def given(self, column: Ints) -> Any:
        """A column as the kernels want it: the array itself, or a list of its values."""
        return column if self.is_compiled else column.tolist()

    def columns(self, *lengths: int) -> list[Any]:
        """Columns of zeros to be filled."""
        if self.is_compiled:
            return [np.zeros(length, dtype=np.int64) for length in lengths]
        return [[0] * length for length in lengths]


def kernels(size: int) -> Kernels:
    """The kernels for a plan with so many nodes: compiled where they are ready, or it is large enough."""
    is_ready = _ready.is_set() or _preparing.get()
    return fast() if size >= (WORTH_RUNNING if is_ready else WORTH_COMPILING) else plain()


@contextmanager
def preparing() -> Iterator[None]:
    """Inside, this thread runs compiled kernels, compiling what it needs; afterwards every thread does."""
    token = _preparing.set(True)
    try:
        yield
    finally:
        _preparing.reset(token)
    _ready.set()


@cache
def plain() -> Kernels:
    """The kernels as plain Python."""
    functions = {name: getattr(module, name) for module in _MODULES for name in _kernels_of(module)}
    return Kernels(SimpleNamespace(**functions), is_compiled=False)


@cache
def fast() -> Kernels:
    """The kernels compiled; each one is, or is loaded from the cache, when it first runs."""
    import numba

    settings: Any = numba.config
    njit: Any = numba.njit
    settings.CACHE_DIR = str(_cache_folder())
    namespace: dict[str, Any] = {}
    for module in _MODULES:
        globals_ = {**vars(module), **namespace}
        names = _kernels_of(module)
        for name in names:
            original = getattr(module, name)
            bound = FunctionType(original.__code__, globals_, name, original.__defaults__)
            bound.__module__ = original.__module__
            globals_[name] = njit(**_OPTIONS, forceinline=name in _INLINED)(bound)
        namespace.update({name: globals_[name] for name in names})
    return Kernels(SimpleNamespace(**namespace), is_compiled=True)


def _kernels_of(module: ModuleType) -> Sequence[str]:
    return [
        name
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value.__module__ == module.__name__
    ]


def _cache_folder() -> Path:
    text = b"".join(Path(str(module.__file__)).read_bytes() for module in (layout, *_MODULES))
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "milepost" / "kernels" / hashlib.sha256(text).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "milepost-kernels"
    return folder
