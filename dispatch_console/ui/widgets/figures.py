"""Live numbers in a header of which one at a time filters what stands below."""

from collections.abc import Callable, Sequence
from functools import partial

from dispatch_console.ui.widgets.basics import Figure


def one_at_a_time(figures: Sequence[Figure], every: Figure, filtered: Callable[[str], object]) -> None:
    """Let one filter be on at a time; `every` is the number of all, and no filter. `filtered` gets its name, or
    nothing.
    """

    def press(pressed: Figure) -> None:
        for figure in figures:
            if figure is not pressed or figure is every:
                figure.setChecked(False)
        filtered(pressed.name if pressed.isChecked() else "")

    for figure in figures:
        figure.clicked.connect(partial(_pressed, press, figure))


def _pressed(press: Callable[[Figure], None], figure: Figure, _checked: bool = False) -> None:
    press(figure)
