"""What a figure was measured on: the BLAS kernel that NumPy really uses, NumPy, the processor, the day, the version."""

from __future__ import annotations

import ctypes
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np


def kernel() -> str:
    """Return OpenBLAS's own name for the kernel in use, such as Haswell or SkylakeX; "unknown" with another BLAS."""
    for path in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_get_corename64_", "scipy_openblas_get_corename", "openblas_get_corename"):
            if hasattr(library, name):
                asked = getattr(library, name)
                asked.restype = ctypes.c_char_p
                return str(asked().decode())
    return "unknown"


def processor() -> str:
    """Return its name and family, as Linux has them; elsewhere what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    found = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return f"{found.get('model name', platform.machine())}, family {found.get('cpu family', '?')}"


def version() -> str:
    """Return the commit of the code, with + where what computes differs from it; "" outside a repository."""

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        here = Path(__file__).parent
        return subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, check=False)

    commit = git("describe", "--always", "--exclude", "*").stdout.strip()
    changed = commit and git("diff", "--quiet", "HEAD", "--", ":/lstm_tui", ":/docs/results/*.py").returncode
    return f"{commit}+" if changed else commit


def described() -> dict[str, str]:
    """Return all of it."""
    return {
        "kernel": kernel(), "numpy": np.__version__, "processor": processor(), "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "version": version(),
    }  # fmt: skip
