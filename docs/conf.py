"""How the site is built: ``make site``. Nothing is fetched, neither now nor by a reader's browser.

The source folder is the whole repository, so that a link from a page to a lecture is the same
link here, in an editor and on a forge's web page.
"""

from __future__ import annotations

import re

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

project = "convcourse"
author = "The convcourse maintainers"
copyright = "The convcourse maintainers; code BSD-3-Clause, text and figures CC BY 4.0"

root_doc = "docs/index"
include_patterns = ["docs/**", "lectures/**"]
exclude_patterns = ["docs/_*", "**/.ipynb_checkpoints"]
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]

# Lectures are shown as they are committed: `make lectures` runs them, and a test runs them again.
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # a widget would be fetched from elsewhere; the output's own text is shown
myst_enable_extensions = ["amsmath", "attrs_block", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4
myst_update_mathjax = False

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
default_role = "code"
copybutton_exclude = ".linenos, .gp, .go"  # a prompt is not copied

# Formulas become MathML while the site is built. Every current browser shows it without a script,
# without a font to ship and in the page's own colour, and a screen reader can read it. MathJax or
# KaTeX would be megabytes of someone else's script, in the repository or fetched by every reader.
html_math_renderer = "mathml"

html_theme = "pydata_sphinx_theme"
html_title = "Convolution: a course unit"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/kernel.svg"
html_context = {"default_mode": "auto"}  # light or dark as the reader's system is
html_extra_path = ["_root"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "logo": {"text": "Convolution"},
    "header_links_before_dropdown": 5,
    "navbar_align": "left",
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

# Brackets in MathML grow by themselves, and a colour is never the only mark (WCAG 1.4.1).
LEFT_OUT = re.compile(r"\\[Bb]igg?[lr]?(?![A-Za-z])|\\color\{\w+\}")

log = logging.getLogger(__name__)


def write_formula(writer: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula as MathML."""
    block = isinstance(node, nodes.math_block)
    try:
        formula = tex2mathml(LEFT_OUT.sub("", node.astext()), as_block=block)
    except MathError as error:
        log.warning("this formula cannot be shown: %s", error, location=node)
        formula = writer.encode(node.astext())
    writer.body.append(f'<div class="formula" tabindex="0">{formula}</div>' if block else formula)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Let Sphinx know the way formulas are written."""
    app.add_html_math_renderer("mathml", (write_formula, None), (write_formula, None))
