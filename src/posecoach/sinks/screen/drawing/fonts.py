"""The font of the whole program: Atkinson Hyperlegible Next, under the SIL Open Font License.

It is made for low vision: 1 l I, 0 O and 6 8 9 differ.
"""

from pathlib import Path

FAMILY = "Atkinson Hyperlegible Next"
FONT = Path(__file__).parents[3] / "fonts" / "AtkinsonHyperlegibleNext.ttf"
