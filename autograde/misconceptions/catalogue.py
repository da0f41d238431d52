"""The texts of the named mistakes: written once, shown in feedback, reports and tables.

An explanation says what happened; a hint says where to look. Neither gives code away.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MISTAKES", "Mistake"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that many students make.

    Attributes
    ----------
    slug
        What a verdict carries.
    name
        A few words.
    explanation
        What happened, in one or two sentences.
    hint
        Where to look, without the answer.
    """

    slug: str
    name: str
    explanation: str
    hint: str


_ALL = (
    Mistake(
        "not-implemented",
        "not written yet",
        "The function still raises NotImplementedError.",
        "Replace the stub by your own code.",
    ),
    Mistake(
        "returns-none",
        "no return",
        "The function computes something but returns None.",
        "Is there a return at the end, outside of all loops?",
    ),
    Mistake(
        "kernel-flipped",
        "the kernel is flipped",
        "You computed the mathematician's convolution: the kernel is turned by 180 degrees. "
        "The formula of this course does not turn it.",
        "Compare which weight meets the window's top left pixel with the formula, at i = j = -d.",
    ),
    Mistake(
        "kernel-flipped-one-axis",
        "the kernel is flipped along one axis",
        "Rows or columns of the kernel are read from the wrong end.",
        "Put a single 1 into a corner of the kernel and see which pixel the result shows.",
    ),
    Mistake(
        "kernel-transposed",
        "the kernel is transposed",
        "Rows and columns of the kernel, or of the window, are exchanged.",
        "i belongs to x and counts rows, j belongs to y and counts columns. "
        "Look at both indices of the kernel.",
    ),
    Mistake(
        "axes-swapped",
        "x and y are exchanged",
        "x was taken for the column and y for the row.",
        "In this course x counts rows, downwards; y counts columns, to the right. "
        "Try an image that is not square.",
    ),
    Mistake(
        "anchor-corner",
        "the window starts at (x, y)",
        "The window begins at (x, y); it should have (x, y) in its middle.",
        "In the formula i and j run from -d to d: as far to the left as to the right.",
    ),
    Mistake(
        "loop-bound-short",
        "a loop ends one step early",
        "The last row or the last column, of the result or of the window, is left out.",
        "range(n) ends at n - 1. Write down which x is the last one that has to be computed.",
    ),
    Mistake(
        "output-size",
        "the result's size is off by one",
        "A window has H - 2d places down the image and W - 2d across; the result has other sizes.",
        "How many places has a window of side 3 along 5 pixels? Count them on paper.",
    ),
    Mistake(
        "square-only",
        "only square images work",
        "The height was used for both axes.",
        "Rows and columns have sizes of their own. Try an image of 4 x 7 pixels.",
    ),
    Mistake(
        "size-hardcoded",
        "only kernels of side 3 work",
        "The kernel's side is taken to be 3.",
        "Take k and d from the kernel's shape.",
    ),
    Mistake(
        "bias-inside-sum",
        "the bias is inside the sum",
        "The bias was added for every term of the sum. Read letter by letter the slide says so, "
        "but every library, and this course, adds it once.",
        "Try an image of zeros: what should come out?",
    ),
    Mistake(
        "bias-missing",
        "the bias is missing",
        "The result is right but for the bias.",
        "Try an image of zeros: what should come out?",
    ),
    Mistake(
        "bias-per-channel",
        "the bias is added for every channel",
        "The bias was added once a channel; it belongs to the whole sum.",
        "Try an image of zeros with 3 channels: what should come out?",
    ),
    Mistake(
        "bias-shared",
        "all filters use the first bias",
        "Every map got the bias of filter 0.",
        "There is one bias a filter. Try an image of zeros.",
    ),
    Mistake(
        "bias-wrong-axis",
        "the biases run along the wrong axis",
        "The biases were added along rows or columns and not along the maps.",
        "Which axis of the result counts the filters?",
    ),
    Mistake(
        "channels-not-summed",
        "the channels are not added up",
        "The result still has one plane a channel.",
        "The formula has three sums. Which one is missing?",
    ),
    Mistake(
        "first-channel-only",
        "only the first channel is used",
        "All channels but the first are ignored.",
        "Try an image that is zero in channel 0.",
    ),
    Mistake(
        "channels-averaged",
        "the channels are averaged",
        "The mean over the channels was taken; the formula has a sum.",
        "Compare your result with the sum over the channels by hand, for one pixel.",
    ),
    Mistake(
        "filters-summed",
        "all filters are added into one map",
        "Every map holds the sum over all filters.",
        "Each filter has a map of its own.",
    ),
    Mistake(
        "filter-first-only",
        "every map is made with filter 0",
        "All maps were computed with the first filter.",
        "Does the filter's number t occur in your formula?",
    ),
    Mistake(
        "padding-missing",
        "there is no padding",
        "The result is smaller than the image.",
        "Where do the zeros outside the image come in?",
    ),
    Mistake(
        "padding-one-side",
        "the zeros are on one side only",
        "All padding is on one side, so the picture moves by d.",
        "d zeros belong on every side.",
    ),
    Mistake(
        "padding-edge",
        "the border is repeated",
        "Outside the image its border is repeated or mirrored; zeros were asked for.",
        "What does your padding put outside the image?",
    ),
    Mistake(
        "border-left-zero",
        "the border is left zero",
        "The inner pixels are right; those at the border were never computed.",
        "A window at the border sees zeros outside, but also pixels inside.",
    ),
    Mistake(
        "normalised",
        "the result is divided",
        "The sum was divided by the kernel's sum, its size or another factor.",
        "The formula has no division.",
    ),
    Mistake(
        "clipped",
        "negative or large values are cut",
        "Values were cut off, or their sign taken away.",
        "A convolution may well be negative. What do you do with the sum?",
    ),
    Mistake(
        "uint8-output",
        "the result has the image's own type",
        "The result was made in the image's type; a uint8 image makes it wrap at 256.",
        "Which type has your output array when the image holds whole numbers?",
    ),
    Mistake(
        "integer-output",
        "the result is cut to whole numbers",
        "The result was put into an array of integers.",
        "Which type has your output array?",
    ),
    Mistake(
        "input-modified",
        "the input is changed",
        "After the call the input is no longer what it was.",
        "Work on a copy of your own.",
    ),
    Mistake(
        "state-kept",
        "something is kept from call to call",
        "The first call is right, the second call with the same input is not.",
        "Is there a variable outside the function that it changes?",
    ),
    Mistake(
        "python-loops",
        "right, but with Python loops",
        "The answer is right; its time grows as that of loops over pixels.",
        "One matrix product can do all windows at once.",
    ),
    Mistake(
        "wraps-around",
        "what leaves comes back",
        "What is pushed out on one side returns on the other.",
        "Zeros should come in.",
    ),
    Mistake(
        "shift-reversed",
        "shifted the other way",
        "The picture moves by (-dx, -dy).",
        "Positive dx moves the picture down. Try an image with a single bright pixel.",
    ),
    Mistake(
        "gradient-sum",
        "not the gradient's length",
        "The two directions were added up without squares and root, or only one was used.",
        "Two legs of a right-angled triangle: how long is the third side?",
    ),
    Mistake(
        "count-no-bias",
        "the biases are not counted",
        "The number is right but for the biases.",
        "Each filter has one bias.",
    ),
    Mistake(
        "count-bias-per-channel",
        "too many biases are counted",
        "A bias was counted for every channel.",
        "Each filter has one bias, whatever its number of channels.",
    ),
    Mistake(
        "count-no-channels",
        "the channels are not counted",
        "The number is that of a filter with one channel.",
        "A filter has a weight for every channel.",
    ),
    Mistake(
        "count-output-size",
        "the pixels are counted",
        "The number is that of the filters, times the size of the result.",
        "How many inputs does one number of the result read here, and does it share its weights?",
    ),
    Mistake(
        "count-d-for-k",
        "d was taken for the side",
        "The half-width d was squared where the side 2d + 1 belongs.",
        "What is the side of a kernel with d = 1?",
    ),
)

MISTAKES = {mistake.slug: mistake for mistake in _ALL}
