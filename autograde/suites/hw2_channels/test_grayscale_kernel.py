"""Grey, by a convolution: `grayscale_kernel()`."""

import pytest

from autograde.compare import Wrong, expect_close, real_array
from autograde.reference import grayscale_kernel
from autograde.student import Student


@pytest.mark.points(1.5)
def test_weights(student: Student) -> None:
    """The kernel has side 1, three channels, and the weights of Rec. 601."""
    expect_close(student.grayscale_kernel(), grayscale_kernel(), scale=1.0)


@pytest.mark.points(0.5)
def test_white(student: Student) -> None:
    """White stays white; green counts most and blue least, whatever the array's shape."""
    weights = real_array(student.grayscale_kernel()).astype(float).ravel()
    if len(weights) != 3:
        raise Wrong(f"The kernel has {len(weights)} weights; it needs one for each colour.")
    red, green, blue = weights
    expect_close(red + green + blue, 1.0)
    if not green > red > blue > 0:
        raise Wrong("Green should count most, then red, then blue.")
