"""The packs under trial: a whole policies folder, or those in use with single packs put in their place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from service.datafiles import DataFileError, load_yaml
from service.guard.packs import CORE, NOT_PACKS, Pack, PackBook, load_packs, pack_files
from service.guard.sieve import sifted


def load_candidate(policies: Path, given: Sequence[Path]) -> PackBook:
    """The packs in use (under `policies`) changed by what was given, ready to judge many texts.

    Args:
        given: pack files, folders of pack files, or whole policies folders (those hold `core/`). A pack takes the
            place of the one with the same id, or is added; a whole folder takes the place of everything before it.

    Raises:
        DataFileError: a pack cannot be used; names file (as given), line and fix.
    """
    base, files = policies, list[Path]()
    for path in given:
        if (path / CORE).is_dir():
            base, files = path, []
        else:
            files += _files_of(path)
    return sifted(_composed(base, files) if files else load_packs(base))


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.glob("*.yaml") if file.name not in NOT_PACKS)
    if not files:
        raise DataFileError(path, None, "there is no pack in this folder", "Name a pack file or a policies folder")
    return files


def _composed(base: Path, files: Sequence[Path]) -> PackBook:
    """The packs of a folder with some replaced, loaded as the service would load them."""
    in_use = {load_yaml(file, Pack).id: file for file in pack_files(base)}
    with tempfile.TemporaryDirectory(prefix="forbear-replay-") as made:
        folder = Path(made) / "policies"
        shutil.copytree(base, folder)
        placed: dict[Path, Path] = {}
        for file in files:
            pack = load_yaml(file, Pack)
            if pack.id in in_use:
                (folder / in_use[pack.id].relative_to(base)).unlink(missing_ok=True)
            # Last in its folder, so that an id given twice is complained of here and not in a file in use.
            target = folder / pack.jurisdiction / f"~{pack.id}.yaml"
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)
            placed[target] = file
        try:
            return load_packs(folder)
        except DataFileError as error:
            known = placed.get(error.path) or base / error.path.relative_to(folder)
            raise DataFileError(known, error.line, error.problem, error.fix) from error
