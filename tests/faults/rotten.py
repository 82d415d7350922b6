"""Bit rot: what changed is found, or makes no difference; the damaged file stays as it is; the backup comes back."""

from __future__ import annotations

import random
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import backups, restoring
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.form import Form, Reached, Row, expect

PAGE = 8192


def _one_bit(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _bits(data: bytearray, chance: random.Random) -> None:
    for _bit in range(64):
        _one_bit(data, chance)


def _page(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // 4096) * 4096
    data[at : at + 4096] = bytes(4096)


def _sector(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // 512) * 512
    data[at : at + 512] = chance.randbytes(512)


def _shorter(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


WAYS = {"1 bit": _one_bit, "64 bits": _bits, "zeroed 4 KiB": _page, "noise of 512 B": _sector, "cut off": _shorter}


def rotten_copies(form: Form) -> Reached:
    folder, chance = form.place("rotten"), form.chance()
    path = scene.made(folder, imports=3, rows=form.n(300, 900))
    with Workspace.open(path) as workspace:
        workspace.repair()  # all checksums are made
        good = workspace.back_up()
    sound, truth, before = path.read_bytes(), scene.everything(path), scene.content(path)
    expect(not scene.problems(path), "the workspace is not sound to begin with")
    sound = path.read_bytes()
    copies, found, harmless, restored = form.n(25, 500), 0, 0, 0
    for copy in range(copies):
        way = list(WAYS)[copy % len(WAYS)]
        damaged = bytearray(sound)
        WAYS[way](damaged, chance)
        if damaged == sound:
            harmless += 1
            continue
        path.write_bytes(damaged)
        if _is_found(path) or _is_found(scene.copied(path, folder / "again"), writing=True):
            found += 1
        else:
            same = scene.everything(path) == truth
            expect(same, f"copy {copy}, {way}: changed, and not found")
            harmless += 1
        expect(path.read_bytes() == damaged, f"copy {copy}, {way}: the damaged file was written to")
        if copy % form.n(5, 10) == 0:
            restoring.restore(path, good)
            expect(scene.content(path) == before, f"copy {copy}, {way}: the restored rows are others")
            restored += 1
            _forget_set_aside(path)
    return Reached(
        True, f"{copies} copies: {found} found, {harmless} harmless, 0 missed; {restored} restored to the same rows"
    )


def _is_found(path: Path, writing: bool = False) -> bool:
    """Whether opening refuses the file, or the check of the opened one finds something; the search index can only be
    looked at by who may write.
    """
    try:
        with Workspace.open(path, read_only=not writing) as workspace:
            return not workspace.check().sound
    except CXDeskError as error:
        expect(error.code in ("workspace_damaged", "not_a_workspace", "workspace_newer"), f"said as {error.code}")
        return True


def _forget_set_aside(path: Path) -> None:
    for copy in backups.listing(path):
        if copy.reason in (backups.DAMAGED, backups.BEFORE_RESTORE):
            copy.path.unlink()


ROWS_OF_CATALOGUE = (
    Row("D6", "Bit rot", "500 copies: found or harmless, file untouched, the backup's rows come back", rotten_copies),
)
