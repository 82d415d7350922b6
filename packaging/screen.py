"""A virtual screen, and whether a window is on it: asked of the X library itself, which Qt needs anyway."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p

VIEWABLE = 2  # XWindowAttributes.map_state
LEAST = 200  # pixels: smaller windows are helpers of the toolkit


class _Attributes(ctypes.Structure):
    """The beginning of XWindowAttributes, and room for the rest of it."""

    _fields_ = [
        *((name, c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", c_void_p),
        ("root", c_ulong),
        *((name, c_int) for name in ("class_", "bit_gravity", "win_gravity", "backing_store")),
        *((name, c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", c_int),
        ("colormap", c_ulong),
        *((name, c_int) for name in ("map_installed", "map_state")),
        ("rest", ctypes.c_byte * 128),
    ]


@contextmanager
def virtual() -> Iterator[str]:
    """An Xvfb of its own; yields the name of its display."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                yield f":{said.readline().strip()}"
        finally:
            server.terminate()


def has_window(display: str) -> bool:
    """Whether a window of some size can be seen on the display."""
    library = _library()
    opened = library.XOpenDisplay(display.encode())
    if not opened:
        return False
    root, parent, children, n = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
    try:
        library.XQueryTree(
            opened, library.XDefaultRootWindow(opened), byref(root), byref(parent), byref(children), byref(n)
        )
        return any(_can_be_seen(library, opened, children[at]) for at in range(n.value))
    finally:
        library.XCloseDisplay(opened)


def _can_be_seen(library: ctypes.CDLL, opened: int, window: int) -> bool:
    found = _Attributes()
    known = library.XGetWindowAttributes(opened, window, byref(found))
    return bool(known) and found.map_state == VIEWABLE and min(found.width, found.height) >= LEAST


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libX11.so.6")
    library.XOpenDisplay.argtypes, library.XOpenDisplay.restype = [c_char_p], c_void_p
    library.XDefaultRootWindow.argtypes, library.XDefaultRootWindow.restype = [c_void_p], c_ulong
    library.XQueryTree.argtypes = [
        c_void_p,
        c_ulong,
        POINTER(c_ulong),
        POINTER(c_ulong),
        POINTER(POINTER(c_ulong)),
        POINTER(c_uint),
    ]
    library.XGetWindowAttributes.argtypes = [c_void_p, c_ulong, POINTER(_Attributes)]
    library.XCloseDisplay.argtypes = [c_void_p]
    return library
