"""The reference's speed against PyTorch and SciPy: ``python benchmarks/conv2d.py``.

Every contender convolves one image on the processor. It gets its arrays in its own layout, made
beforehand; PyTorch is measured in both of its layouts. The times are the least of several runs,
in turns, so that another program's work does not count. PyTorch is no dependency of this
project; without it, or without SciPy, the benchmark says so and goes on.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from autograde.reference import conv2d_filters

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "conv2d.json"
TABLE = HERE / "results" / "conv2d.md"
FIGURE = HERE.parent / "docs" / "figures" / "conv2d.png"
STYLE = HERE.parent / "convlab" / "style" / "convlab.mplstyle"

THREADS = 2
ROUNDS = 4
SECONDS = 0.1
"""Each contender runs for so long in each round, at least once."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution without padding: H x W pixels, C channels, T filters of side k."""

    name: str
    H: int
    W: int
    C: int
    k: int
    T: int

    @property
    def operations(self) -> int:
        """Multiplications and additions."""
        return 2 * (self.H - self.k + 1) * (self.W - self.k + 1) * self.k**2 * self.C * self.T


LAYERS = (
    Layer("photo, Sobel", 480, 640, 1, 3, 1),
    Layer("photo, 5 x 5 blur", 480, 640, 1, 5, 1),
    Layer("photo, 9 x 9 blur", 256, 320, 1, 9, 1),
    Layer("colour photo, one filter", 480, 640, 3, 3, 1),
    Layer("hw3's large image", 120, 260, 3, 5, 8),
    Layer("LeNet-5, layer 1", 32, 32, 1, 5, 6),
    Layer("LeNet-5, layer 2", 14, 14, 6, 5, 16),
    Layer("AlexNet, layer 1", 227, 227, 3, 11, 96),
    Layer("ResNet, layer 1 (stride 1)", 230, 230, 3, 7, 64),
    Layer("VGG-16, layer 1", 226, 226, 3, 3, 64),
    Layer("VGG-16, layer 2", 226, 226, 64, 3, 64),
    Layer("VGG-16, layer 4", 114, 114, 128, 3, 128),
    Layer("VGG-16, layer 6", 58, 58, 256, 3, 256),
    Layer("VGG-16, layer 9", 30, 30, 512, 3, 512),
    Layer("VGG-16, layer 11", 16, 16, 512, 3, 512),
    Layer("ResNet-50, 1 x 1", 56, 56, 256, 1, 64),
)

OTHERS = {
    "PyTorch": ("torch",),
    "PyTorch in the faster of its layouts": ("torch", "torch, channels last"),
    "SciPy": ("scipy",),
}
"""Who the reference is compared with, and which contenders stand for it."""

FASTER = OTHERS["PyTorch in the faster of its layouts"]

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]
Contender = Callable[[], np.ndarray]


def arrays_for(layer: Layer, dtype: str) -> Arrays:
    """Return a random image (H, W, C), bank (T, k, k, C) and biases (T,)."""
    rng = np.random.default_rng(7)
    shapes = (layer.H, layer.W, layer.C), (layer.T, layer.k, layer.k, layer.C), (layer.T,)
    return tuple(rng.standard_normal(shape).astype(dtype) for shape in shapes)


# Contenders: each returns a function that gives (H', W', T) ---------------------------------------


def by_reference(arrays: Arrays) -> Contender:
    """Return the reference, in the arrays' own type."""
    dtype = arrays[0].dtype
    return lambda: conv2d_filters(*arrays, dtype=dtype, threads=THREADS)


def by_scipy(arrays: Arrays) -> Contender:
    """Return SciPy's correlate2d, channel by channel."""
    from scipy.signal import correlate2d

    image, bank, biases = arrays
    planes = np.ascontiguousarray(image.transpose(2, 0, 1))
    kernels = np.ascontiguousarray(bank.transpose(0, 3, 1, 2))

    def convolve() -> np.ndarray:
        maps = [
            sum(
                correlate2d(plane, part, mode="valid")
                for plane, part in zip(planes, kernel, strict=True)
            )
            for kernel in kernels
        ]
        return np.stack(maps, axis=-1) + biases

    return convolve


def by_torch(arrays: Arrays, layout: str) -> Contender:
    """Return PyTorch's conv2d; `layout` is the name of one of its memory formats."""
    import torch

    torch.set_num_threads(THREADS)
    image, bank, biases = (torch.from_numpy(array) for array in arrays)
    memory = getattr(torch, layout)
    batch = image.permute(2, 0, 1)[None].contiguous(memory_format=memory)
    kernels = bank.permute(0, 3, 1, 2).contiguous(memory_format=memory)

    def convolve() -> np.ndarray:
        with torch.inference_mode():
            return torch.nn.functional.conv2d(batch, kernels, biases)[0].permute(1, 2, 0).numpy()

    return convolve


def contenders_for(arrays: Arrays, installed: Sequence[str]) -> dict[str, Contender]:
    """Return the contenders by name."""
    found = {"reference": by_reference(arrays)}
    if "torch" in installed:
        found["torch"] = by_torch(arrays, "contiguous_format")
        found["torch, channels last"] = by_torch(arrays, "channels_last")
    if "scipy" in installed:
        found["scipy"] = by_scipy(arrays)
    return found


def installed_libraries() -> list[str]:
    """Return which of PyTorch and SciPy are here; say in a sentence what is not."""
    found = []
    for module, name in (("torch", "PyTorch"), ("scipy", "SciPy")):
        if importlib.util.find_spec(module):
            found.append(module)
        else:
            print(f"{name} is not installed, so its column stays empty.")
    return found


# Measuring ----------------------------------------------------------------------------------------


def least_seconds(contenders: dict[str, Contender]) -> dict[str, float]:
    """Return the least time of one call of each, in rounds."""
    least = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for name, call in contenders.items():
            if least[name] != float("inf") and least[name] > 1.0:
                continue  # long enough to be measured once
            end = time.perf_counter() + SECONDS
            while True:
                start = time.perf_counter()
                call()
                stop = time.perf_counter()
                least[name] = min(least[name], stop - start)
                if stop > end:
                    break
    return least


def peak(dtype: str) -> float:
    """Return the machine's matrix product of 2048 x 2048 matrices, in GFLOP/s."""
    matrix = np.random.default_rng(7).standard_normal((2048, 2048)).astype(dtype)
    seconds = least_seconds({"product": lambda: matrix @ matrix})["product"]
    return 2 * 2048**3 / seconds / 1e9


def measure(layer: Layer, dtype: str, installed: Sequence[str]) -> dict:
    """Return one row: the layer, and the milliseconds of each contender, all of them right."""
    arrays = arrays_for(layer, dtype)
    contenders = contenders_for(arrays, installed)
    want = contenders["reference"]()
    tolerance = np.finfo(dtype).eps * layer.k**2 * layer.C * 10
    for name, call in contenders.items():
        np.testing.assert_allclose(call(), want, rtol=0, atol=tolerance, err_msg=name)
    seconds = least_seconds(contenders)
    return {
        "layer": layer.name,
        "shape": {axis: getattr(layer, axis) for axis in "HWCkT"},
        "dtype": dtype,
        "milliseconds": {name: round(1e3 * value, 4) for name, value in seconds.items()},
        "gflops": round(layer.operations / seconds["reference"] / 1e9, 1),
    }


# What is written ----------------------------------------------------------------------------------


def ratios(rows: Iterable[dict], others: Sequence[str]) -> list[float]:
    """Return the least time of `others` as a multiple of the reference's, for each row."""
    found = []
    for row in rows:
        times = row["milliseconds"]
        theirs = [times[name] for name in others if name in times]
        if theirs:
            found.append(min(theirs) / times["reference"])
    return found


def claims_of(rows: Sequence[dict]) -> dict[str, dict[str, float]]:
    """Return geometric mean and least of the ratios to the others, by type and together."""
    claims = {}
    for other, names in OTHERS.items():
        for kind, words in (("float32", "float32"), ("float64", "float64"), ("", "both types")):
            found = ratios([row for row in rows if row["dtype"].startswith(kind)], names)
            if found:
                mean = exp(sum(map(log, found)) / len(found))
                claims[f"{other}, {words}"] = {
                    "geometric mean": round(mean, 2),
                    "least": round(min(found), 2),
                }
    return claims


def document_of(rows: Sequence[dict], peaks: dict[str, float]) -> dict:
    """Return everything as JSON."""
    return {
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "threads": THREADS,
            "numpy": np.__version__,
            "python": platform.python_version(),
            "peak_gflops": {dtype: round(value, 1) for dtype, value in peaks.items()},
        },
        "rows": list(rows),
        "claims": claims_of(rows),
    }


def processor() -> str:
    """Return the processor's name."""
    known = Path("/proc/cpuinfo")
    for line in known.read_text(encoding="utf-8").splitlines() if known.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table_of(document: dict) -> str:
    """Return a Markdown table of all rows, the claims and the machine below it."""
    machine = document["machine"]
    lines = [
        "| layer | H x W x C, k, T | type | reference (ms) | GFLOP/s | of the peak "
        "| PyTorch (ms) | channels last (ms) | SciPy (ms) | faster PyTorch / reference |",
        "| :-- | :-- | :-- " + "| --: " * 7 + "|",
    ]
    for row in document["rows"]:
        size, times = row["shape"], row["milliseconds"]
        share = row["gflops"] / machine["peak_gflops"][row["dtype"]]
        others = ("torch", "torch, channels last", "scipy")
        cells = [f"{times[name]:.3g}" if name in times else "" for name in others]
        ratio = ratios([row], FASTER)
        lines.append(
            f"| {row['layer']} | {size['H']} x {size['W']} x {size['C']}, {size['k']}, {size['T']} "
            f"| {row['dtype']} | {times['reference']:.3g} | {row['gflops']:.0f} | {share:.0%} | "
            + " | ".join(cells)
            + f" | {f'{ratio[0]:.2f}' if ratio else ''} |"
        )
    lines.append("")
    for name, claim in document["claims"].items():
        numbers = ", ".join(f"{what} {number}" for what, number in claim.items())
        lines.append(f"- so many times as fast as {name}: {numbers}")
    peaks = ", ".join(f"{value:.0f} ({dtype})" for dtype, value in machine["peak_gflops"].items())
    lines += [
        "",
        f"Measured on {machine['processor']}, {machine['threads']} threads, NumPy "
        f"{machine['numpy']}, Python {machine['python']}. The matrix product's peak is {peaks} "
        "GFLOP/s.",
    ]
    return "\n".join(lines) + "\n"


def draw(document: dict, path: Path) -> None:
    """Draw, for each layer and type, the reference's speed as a multiple of PyTorch's."""
    rows = [row for row in document["rows"] if ratios([row], FASTER)]
    layers = list(dict.fromkeys(row["layer"] for row in rows))
    with plt.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7, 0.8 + 0.3 * len(layers)))
        for dtype, marker in (("float32", "o"), ("float64", "s")):
            chosen = [row for row in rows if row["dtype"] == dtype]
            axes.plot(
                [ratios([row], FASTER)[0] for row in chosen],
                [layers.index(row["layer"]) for row in chosen],
                marker,
                label=dtype,
            )
        axes.axvline(1.0, color="0.6", linewidth=1, zorder=0)
        axes.set_xscale("log")
        axes.set_xticks([0.5, 1, 2, 5, 10, 20, 50], ["0.5", "1", "2", "5", "10", "20", "50"])
        axes.minorticks_off()
        axes.set_yticks(range(len(layers)), layers)
        axes.invert_yaxis()
        axes.set_xlabel("PyTorch's time over the reference's (right of 1: the reference is faster)")
        axes.legend(loc="upper right")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path)
        plt.close(figure)


def main() -> None:
    """Measure, print the table, and write numbers, table and figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    options = parser.parse_args()
    installed = installed_libraries()
    dtypes = ("float32", "float64")
    peaks = {dtype: peak(dtype) for dtype in dtypes}
    rows = [measure(layer, dtype, installed) for dtype in dtypes for layer in LAYERS]
    document = document_of(rows, peaks)
    print(table_of(document))
    if len(installed) < 2:
        print("The committed numbers stay, since a contender is missing.")
    elif not options.dry:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        TABLE.write_text(table_of(document), encoding="utf-8")
        draw(document, FIGURE)


if __name__ == "__main__":
    main()
