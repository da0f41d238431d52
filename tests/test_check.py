"""The visible checks: every rung, right answers in any style, wrong answers of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from autograde import oracle, reference
from autograde.misconceptions import Mutant, mutants
from convlab.check import TASKS, check
from convlab.check.render import Result

Function = Callable[..., Any]

RIGHT: dict[str, Function] = {
    "hw1.conv_pixel": reference.conv_pixel,
    "hw1.conv2d": reference.conv2d,
    "hw1.conv2d_same": reference.conv2d_same,
    "hw1.sobel_edges": reference.sobel_edges,
    "hw1.shift": reference.shift,
    "hw2.conv2d": reference.conv2d_channels,
    "hw2.grayscale_kernel": reference.grayscale_kernel,
    "hw2.pick_channel_kernel": reference.pick_channel_kernel,
    "hw2.move_kernel": reference.move_kernel,
    "hw2.count_filter_parameters": reference.count_filter_parameters,
    "hw3.conv2d": reference.conv2d_filters,
    "hw3.im2col": reference.im2col,
    "hw3.conv2d_fast": reference.conv2d_filters,
    "hw3.count_conv_parameters": reference.count_conv_parameters,
    "hw3.count_dense_parameters": reference.count_dense_parameters,
    "hw3.count_network": reference.count_network,
}
ARRAYS = [task for task in RIGHT if "count" not in task]
CONVOLUTIONS = ["hw1.conv2d", "hw1.conv2d_same", "hw2.conv2d", "hw3.conv2d", "hw3.conv2d_fast"]

HW1 = ("conv_pixel", "conv2d", "conv2d_same", "sobel_edges", "shift")
UNSEEN = {("shift", "uint8-output"), ("shift", "integer-output")}
"""Right numbers in a whole-number array: the visible check lets them pass."""


def run(task: str, function: Any) -> Result:
    """Check `function` under its task's name."""
    return check(task, {TASKS[task].function: function})


class Balance(HTMLParser):
    """Collects the tags that are open, and all that were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Open a tag."""
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it; a tag closed out of order fails."""
        assert self.open.pop() == tag


def parsed(result: Result) -> Balance:
    """Return what a browser would find in a result."""
    balance = Balance()
    balance.feed(result._repr_html_())
    balance.close()
    return balance


# Right answers ----------------------------------------------------------------------------------


def test_all_functions_have_a_task() -> None:
    """There is a right answer here for every task whose answer the check knows."""
    assert {task for task in TASKS if TASKS[task].form is None} == set(RIGHT)


@pytest.mark.parametrize("task", RIGHT)
def test_reference_passes(task: str) -> None:
    """The examples' numbers, written down by hand, agree with the grader's reference."""
    result = run(task, RIGHT[task])
    assert result.passed, result
    assert len(repr(result).splitlines()) == 1


def test_loops_pass() -> None:
    """The formula as loops passes, too: the two do not share their code."""

    def loops(image: Any, kernels: Any, biases: Any) -> Any:
        return oracle.f3(*(np.asarray(value, dtype=float) for value in (image, kernels, biases)))

    assert run("hw3.conv2d", loops).passed


@pytest.mark.parametrize("style", [np.float32, np.longdouble])
@pytest.mark.parametrize("task", ARRAYS)
def test_precisions_pass(task: str, style: type) -> None:
    """Single precision is near enough."""
    assert run(task, lambda *a, **k: np.asarray(RIGHT[task](*a, **k), dtype=style)).passed


@pytest.mark.parametrize("task", [task for task in ARRAYS if task != "hw1.conv_pixel"])
def test_lists_pass(task: str) -> None:
    """Nested lists of numbers are as good as arrays."""
    assert run(task, lambda *a, **k: RIGHT[task](*a, **k).tolist()).passed


def scipy_conv2d(image: Any, kernel: Any, bias: float = 0.0) -> Any:
    """Correlate by SciPy; refuse what the task says."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError
    return correlate2d(image, kernel, "valid") + bias


def fft_same(image: Any, kernel: Any, bias: float = 0.0) -> Any:
    """Convolve by FFT; rounding makes the zeros not quite zero."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    size = [a + b - 1 for a, b in zip(image.shape, kernel.shape, strict=True)]
    spectrum = np.fft.rfft2(image, size) * np.fft.rfft2(kernel[::-1, ::-1], size)
    d = len(kernel) // 2
    full = np.fft.irfft2(spectrum, size)
    return full[d : d + image.shape[0], d : d + image.shape[1]] + bias


def einsum_filters(image: Any, kernels: Any, biases: Any) -> Any:
    """Sum over windows by einsum."""
    bank, pixels = np.asarray(kernels, float), np.asarray(image, float)
    k = bank.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (k, k), axis=(0, 1))
    return np.einsum("xycij,tijc->xyt", windows, bank) + np.asarray(biases)


@pytest.mark.parametrize(
    ("task", "function"),
    [
        ("hw1.conv2d", scipy_conv2d),
        ("hw1.conv2d_same", fft_same),
        ("hw3.conv2d", einsum_filters),
        ("hw3.conv2d_fast", einsum_filters),
    ],
)
def test_styles_pass(task: str, function: Function) -> None:
    """SciPy, FFT and einsum, each by its own way, pass."""
    result = run(task, function)
    assert result.passed, result


@pytest.mark.parametrize("task", [task for task in RIGHT if "count" in task])
def test_numpy_integers_pass(task: str) -> None:
    """A NumPy integer is an int for a count; a float is not."""
    assert run(task, lambda *a: np.int64(RIGHT[task](*a))).passed
    assert run(task, lambda *a: float(RIGHT[task](*a))).rung == "wrong type"


# Wrong answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("task", RIGHT)
def test_zeros_fail(task: str) -> None:
    """All zeros of the right shape never pass."""
    result = run(task, lambda *a, **k: 0 * RIGHT[task](*a, **k))
    assert result.rung == "wrong value", result


@pytest.mark.parametrize("task", CONVOLUTIONS)
def test_flipped_kernels_fail(task: str) -> None:
    """The mathematician's convolution is told from the course's, and drawn."""
    axes = (1, 2) if task.startswith("hw3") else (0, 1)

    def flipped(image: Any, kernel: Any, *rest: Any, **named: Any) -> Any:
        return RIGHT[task](image, np.flip(np.asarray(kernel), axes), *rest, **named)

    result = run(task, flipped)
    assert result.rung == "wrong value"
    assert "one bright pixel should become" in repr(result)


def test_flipped_by_scipy_fails() -> None:
    """SciPy's `convolve2d` is no answer."""
    result = run("hw1.conv2d", lambda i, k, bias=0.0: convolve2d(i, k, "valid") + bias)
    assert result.rung == "wrong value"


@pytest.mark.parametrize("task", [*CONVOLUTIONS, "hw1.sobel_edges", "hw3.im2col"])
def test_swapped_axes_fail(task: str) -> None:
    """A transposed result has another shape, for no example is square."""

    def swapped(*args: Any, **named: Any) -> Any:
        return np.swapaxes(RIGHT[task](*args, **named), 0, 1)

    assert run(task, swapped).rung == "wrong shape"


@pytest.mark.parametrize("task", CONVOLUTIONS)
def test_transposed_kernels_fail(task: str) -> None:
    """Rows and columns of the kernel exchanged never pass."""
    axes = (1, 2) if task.startswith("hw3") else (0, 1)

    def transposed(image: Any, kernel: Any, *rest: Any, **named: Any) -> Any:
        return RIGHT[task](image, np.swapaxes(np.asarray(kernel), *axes), *rest, **named)

    assert not run(task, transposed).passed


@pytest.mark.parametrize(
    ("function", "mutant"),
    [(f, m) for f in HW1 for m in mutants("hw1-convolution", f) if (f, m.slug) not in UNSEEN],
    ids=lambda value: value.label if isinstance(value, Mutant) else value,
)
def test_named_mistakes_fail(function: str, mutant: Mutant) -> None:
    """Every named mistake that shows in numbers is stopped."""
    assert not run(f"hw1.{function}", mutant.make()).passed


CHANNEL_MISTAKES: dict[str, Function] = {
    "first-channel-only": lambda i, k, b=0.0, **n: reference.conv2d(
        np.asarray(i)[..., 0], np.asarray(k)[..., 0], n.get("bias", b)
    ),
    "channels-averaged": lambda i, k, bias=0.0: (
        reference.conv2d_channels(i, k) / np.shape(i)[2] + bias
    ),
    "bias-per-channel": lambda i, k, bias=0.0: reference.conv2d_channels(
        i, k, bias * np.shape(i)[2]
    ),
    "bias-missing": lambda i, k, bias=0.0: reference.conv2d_channels(i, k),
    "channels-not-summed": lambda i, k, bias=0.0: (
        reference.conv2d_channels(i, k, bias)[..., None] * np.ones(2)
    ),
}


@pytest.mark.parametrize("mistake", CHANNEL_MISTAKES)
def test_channel_mistakes_fail(mistake: str) -> None:
    """Mistakes that need several channels are stopped."""
    assert not run("hw2.conv2d", CHANNEL_MISTAKES[mistake]).passed


FILTER_MISTAKES: dict[str, Function] = {
    "bias-shared": lambda i, k, b: reference.conv2d_filters(i, k, np.full(len(b), b[0])),
    "filter-first-only": lambda i, k, b: reference.conv2d_filters(
        i, np.repeat(np.asarray(k)[:1], len(k), 0), b
    ),
    "filters-summed": lambda i, k, b: np.repeat(
        reference.conv2d_filters(i, k, b).sum(2, keepdims=True), len(k), 2
    ),
    "filters in front": lambda i, k, b: np.moveaxis(reference.conv2d_filters(i, k, b), 2, 0),
    "one axis lost": lambda i, k, b: np.squeeze(reference.conv2d_filters(i, k, b)),
}


@pytest.mark.parametrize("mistake", FILTER_MISTAKES)
@pytest.mark.parametrize("task", ["hw3.conv2d", "hw3.conv2d_fast"])
def test_filter_mistakes_fail(task: str, mistake: str) -> None:
    """Mistakes that need several filters are stopped."""
    assert not run(task, FILTER_MISTAKES[mistake]).passed


def test_other_orders_of_columns_fail() -> None:
    """im2col with the channels in front of rows and columns is another order."""

    def channels_first(image: Any, k: int) -> Any:
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(image), (k, k), (0, 1))
        return windows.reshape(-1, windows.shape[2] * k * k)

    assert run("hw3.im2col", channels_first).rung == "wrong value"


# The rungs --------------------------------------------------------------------------------------


def stub(*args: Any) -> Any:
    """Be a stub."""
    raise NotImplementedError("Task 2: slide the kernel over the whole image.")


def stumbles(*args: Any, **named: Any) -> Any:
    """Fail in the second line of the body."""
    numbers: list[int] = []
    return numbers[1]


def changes_input(image: Any, dx: int, dy: int) -> Any:
    """Shift, and spoil the image."""
    out = reference.shift(image, dx, dy)
    image[0][0] = 99
    return out


@pytest.mark.parametrize(
    ("task", "function", "rung", "words"),
    [
        ("hw1.conv2d", stub, "not written yet", "Task 2: slide the kernel over the whole image."),
        ("hw1.conv2d", lambda i, k, bias=0.0: None, "no return", "returned None"),
        ("hw1.conv2d", stumbles, "raised an error", "IndexError: list index out of range, in line"),
        ("hw1.conv2d", lambda i: 0, "raised an error", "TypeError"),
        ("hw1.conv2d", lambda i, k, bias=0.0: exit(), "raised an error", "SystemExit"),
        ("hw1.conv2d", lambda i, k, bias=0.0: "1 112", "wrong type", "it returned a str"),
        ("hw1.conv2d", lambda i, k, bias=0.0: [[1], [2, 3]], "wrong type", "a list"),
        ("hw1.conv2d", lambda i, k, bias=0.0: 5.0, "wrong shape", "returned a single number"),
        ("hw1.conv2d", lambda i, k, bias=0.0: [[1, np.nan]], "wrong value", "it gave nan"),
        ("hw1.conv2d", lambda i, k, bias=0.0: [[np.inf, 1]], "wrong value", "it gave inf"),
        ("hw1.conv2d", lambda i, k, bias=0.0: [[1, 112.1]], "wrong value", "should give 112 at"),
        ("hw1.conv_pixel", lambda i, k, b, x, y: 7, "wrong value", "should give 112"),
        ("hw1.shift", changes_input, "input changed", "Work on a copy"),
        ("hw2.diagnose", lambda: "A", "wrong type", "should return a dict"),
        ("hw2.diagnose", lambda: {"A": "normalised"}, "wrong type", "A, B, C and D"),
        ("hw2.diagnose", lambda: dict.fromkeys("ABCD", "bias"), "wrong type", "list of eight"),
        ("hw2.diagnose", lambda: dict.fromkeys("ABCD", "normalised"), "passed", "hidden test"),
    ],
)
def test_rungs(task: str, function: Function, rung: str, words: str) -> None:
    """Each rung stops what belongs to it, and says what to know."""
    result = run(task, function)
    assert result.rung == rung
    assert words in repr(result)
    assert parsed(result).open == []


def test_not_defined() -> None:
    """A name that is missing, or is no function, is told."""
    assert check("hw1.shift", {}).rung == "not defined"
    assert check("hw1.shift", {"shift": 3}).rung == "not defined"


def test_no_refusal() -> None:
    """A function that answers where it should refuse is told when."""

    def lenient(image: Any, kernel: Any, bias: float = 0.0) -> Any:
        return correlate2d(np.asarray(image, float), np.asarray(kernel, float), "valid") + bias

    result = run("hw1.conv2d", lenient)
    assert result.rung == "no error"
    assert "ValueError for a kernel with an even side" in repr(result)


def test_line_of_the_students_cell() -> None:
    """The line is the student's, counted in the cell; no line of ours is shown."""
    namespace: dict[str, Any] = {}
    exec(
        compile("def shift(image, dx, dy):\n    a = 1\n    return a / 0\n", "cell", "exec"),
        namespace,
    )
    sentence = check("hw1.shift", namespace).sentence
    assert "ZeroDivisionError: division by zero, in line 3 of its cell" in sentence
    assert "ladder" not in sentence


def test_unknown_task() -> None:
    """A misspelt task is the course's own fault, and says which there are."""
    with pytest.raises(ValueError, match=r"a task is one of .*hw1\.conv2d"):
        check("hw1.conv3d", {})


# What is shown ----------------------------------------------------------------------------------


def test_products_are_laid_out() -> None:
    """Window, kernel, products and sum of the first wrong pixel stand beside each other."""
    text = repr(run("hw1.conv2d", lambda i, k, bias=0.0: [[1, 0]]))
    assert "should give 112 at [0, 1]; it gave 0." in text
    assert "products, sum 112" in text
    assert "1 5 1  ×  10   0   0 =  10   0   0" in text


def test_channels_are_laid_out() -> None:
    """Each channel has a row, and their sums make the value."""
    result = run("hw2.conv2d", lambda i, k, bias=0.0: [[1, 112]])
    assert "4001 at [0, 0] = 1 + 4000: the channels; it gave 1." in repr(result)
    assert "window (channel 1)" in result._repr_html_()


def test_bias_is_named() -> None:
    """The sum of the products and the bias are told apart."""
    result = run("hw1.conv_pixel", lambda i, k, b, x, y: reference.conv_pixel(i, k, 0, x, y))
    assert "should give 6 = 1 + 5: the products and the bias; it gave 1." in repr(result)


def test_wide_numbers_are_written_in_full() -> None:
    """A count of millions is not rounded."""
    answers = iter((20, 77, 0, 14_714_687))
    text = repr(run("hw3.count_network", lambda layers: next(answers)))
    assert "should give 14714688; it gave 14714687." in text


def test_student_text_is_escaped() -> None:
    """What comes from the student is text in the page, never a tag."""

    def attack(*args: Any, **named: Any) -> Any:
        raise RuntimeError("<script>alert(1)</script><img src=x>")

    class Type:
        """Has a name with a tag in it."""

    Type.__name__ = "<script>"
    for function in (attack, lambda *a, **k: Type()):
        result = run("hw1.conv2d", function)
        assert "<script>" in repr(result)
        assert parsed(result).seen <= {"div", "strong", "table", "caption", "tr", "td", "span"}


def test_infinite_values_have_no_shade() -> None:
    """A picture with an infinite pixel has valid colours only."""
    html = run("hw1.conv2d", lambda i, k, bias=0.0: np.full((3, 4), np.inf))._repr_html_()
    assert "inf</td>" in html
    assert not re.search(r"rgba\([^)]*(nan|inf)", html)


@pytest.mark.parametrize("place", [(0, 2), (2, 1), (1, 0), (1, 3)])
def test_each_side_of_the_image_is_refused(place: tuple[int, int]) -> None:
    """A one-pixel function that forgets one side of the image does not pass."""

    def lenient(image: Any, kernel: Any, bias: float, x: int, y: int) -> Any:
        if (x, y) == place and len(kernel) > 1:
            return 0.0
        return reference.conv_pixel(image, kernel, bias, x, y)

    assert run("hw1.conv_pixel", lenient).rung == "no error"


def test_strange_errors() -> None:
    """An exception that can't be printed, and an endless message, are survived."""

    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def mute(*args: Any) -> Any:
        raise Mute

    def chatty(*args: Any) -> Any:
        raise RuntimeError("x" * 10_000)

    assert "Mute" in run("hw1.shift", mute).sentence
    assert len(run("hw1.shift", chatty).sentence) < 600


@pytest.mark.parametrize("task", CONVOLUTIONS)
def test_picture_is_shaded(task: str) -> None:
    """In a browser the bright pixel's answer is coloured, negative numbers in another colour."""
    html = run(task, lambda *a, **k: -RIGHT[task](*a, **k))._repr_html_()
    assert "rgba(0, 114, 178, 0.60)" in html
    assert "rgba(213, 94, 0, 0.60)" in html


def test_warn_writes_only_where_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """A grade cell says what is wrong on the error output, and nothing where all is right."""
    check("hw1.shift", {}).warn()
    assert "shift: not defined" in capsys.readouterr().err
    check("hw1.shift", {"shift": reference.shift}).warn()
    assert capsys.readouterr() == ("", "")


class Awkward:
    """Can't be turned into an array, and has no name."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise RuntimeError("no array")


Awkward.__name__ = ""

STRANGE: tuple[Any, ...] = (
    None,
    True,
    "text",
    {},
    dict.fromkeys("ABCD", np.zeros(3)),
    {key: [1] for key in "ABCD"},
    [],
    [[1.0], [2.0, 3.0]],
    10**400,
    1j,
    object(),
    Awkward(),
    np.zeros(0),
    np.zeros((1,) * 9),
    np.full((3, 4), -np.inf),
    np.array(["a"]),
    np.ma.masked_all((2, 3)),
    np.zeros((3, 4), dtype=[("x", float)]),
    print,
    (1 for _ in range(3)),
)


@pytest.mark.parametrize("task", TASKS)
def test_strange_values_are_survived(task: str) -> None:
    """Whatever a function returns, the check stops at a rung and can be shown; it never raises."""
    for value in STRANGE:
        result = run(task, lambda *a, value=value, **k: value)
        assert not result.passed
        assert repr(result).startswith("✗ ")
        assert parsed(result).open == []


class Quits(BaseException):
    """Is no Exception."""


@pytest.mark.parametrize("error", [Quits, SystemExit, GeneratorExit, StopIteration, MemoryError])
@pytest.mark.parametrize("task", TASKS)
def test_errors_of_all_kinds_are_told(task: str, error: type[BaseException]) -> None:
    """An error of any class is a rung; only the student's own interrupt goes through."""

    def raises(*args: Any, **named: Any) -> Any:
        raise error

    assert run(task, raises).rung == "raised an error"

    def interrupted(*args: Any, **named: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(task, interrupted)


def test_a_list_bent_out_of_shape_is_a_changed_input() -> None:
    """Rows that grow while the function works are noticed, without a traceback."""

    def grows(image: Any, dx: int, dy: int) -> Any:
        out = reference.shift(image, dx, dy)
        if isinstance(image, list):
            image[0].append(7)
        return out

    assert run("hw1.shift", grows).rung == "input changed"


def test_a_sign_stays_with_the_grid_behind_it() -> None:
    """Where a row wraps on a narrow page, no line ends in a sign."""
    html = run("hw1.conv2d", lambda i, k, bias=0.0: [[1, 0]])._repr_html_()
    for sign, caption in (("×", "kernel"), ("=", "products, sum 112")):
        between = html[html.index(f">{sign}<") : html.index(f">{caption}<")]
        assert "<table" not in between
