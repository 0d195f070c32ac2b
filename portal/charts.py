"""Charts as SVG, drawn on the server: numbers and words in, a string out. No Django, no database, no clock.

Coordinates are plain numbers in every language; words and printed numbers come from the caller. How things look
(colour, dashes, type) is said by the classes of static/css/parts/chart.css, so that the content security policy,
the dark scheme and print hold. A chart is drawn twice, for a phone and for a wide page: text that shrinks with
its picture cannot be read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

MOST_SERIES = 8
LINE = 15  # px from one line of text to the next
LETTER = 7.4  # px, the width of an average letter: Cyrillic is wider than Latin
BOLD_LETTER = 8.6


@dataclass(frozen=True)
class Size:
    name: str
    width: int
    height: int
    label_width: int  # room for labels beside the plot; 0: labels stand above their row


@dataclass(frozen=True)
class Words:
    id: str  # unique in the page: title and description are named by it
    title: str
    description: str
    number: Callable[[Decimal], str]  # prints a number of the axis in the reader's language


@dataclass(frozen=True)
class Point:
    x: int
    y: Decimal | None  # None: no figure, and the line breaks
    text: str = ""


@dataclass(frozen=True)
class Series:
    label: str
    points: Sequence[Point]
    note: str = ""  # a line under the label: until 2017
    has_dots: bool = True  # False for a line of many points, which a reader follows as a whole


@dataclass(frozen=True)
class Mark:
    """A vertical line where figures before and after do not compare, with a few words."""

    x: float
    text: str


@dataclass(frozen=True)
class Limit:
    """A horizontal line that figures are held against, with its words on it."""

    value: Decimal
    text: str


@dataclass(frozen=True)
class Tick:
    """A place on the axis of time with its words, where the axis is not one of years."""

    x: int
    text: str


@dataclass(frozen=True)
class Row:
    label: str
    value: Decimal
    text: str  # the value as printed
    note: str = ""


SVG = "http://www.w3.org/2000/svg"

# For a picture alone; in the page the same is said, also for the dark scheme and print, by static/css/parts/chart.css.
PAPER, INK, SOFT, RULE, LATE = "#fffefb", "#16293a", "#4a5b68", "#ddd6c9", "#92291b"
COLOURS = ("#00666b", "#a35a00", "#a6321f", "#2a5ca8", "#7a3fa0", "#4c6b12", "#ab2a6e", "#44545f")
LOOKS = {
    "chart-grid": {"stroke": RULE},
    "chart-zero": {"stroke": SOFT},
    "chart-mark": {"stroke": SOFT, "stroke-dasharray": "1 4"},
    "chart-limit": {"stroke": LATE, "stroke-width": "1.5", "stroke-dasharray": "10 4"},
    "chart-limit-label": {"fill": LATE, "font-size": "12", "font-weight": "600"},
    "chart-leader": {"fill": "none", "stroke": SOFT, "stroke-width": "0.75"},
    "chart-line": {"fill": "none", "stroke": "{series}", "stroke-width": "2.25", "stroke-linejoin": "round"},
    "chart-dot": {"fill": "{series}"},
    "chart-marker": {"fill": "{series}", "stroke": "{series}", "stroke-width": "2"},
    "chart-stem": {"stroke": "{series}", "stroke-width": "3"},
    "chart-label": {"fill": INK, "font-weight": "600"},
    "chart-value": {"fill": INK, "font-weight": "700"},
    "chart-tick": {"fill": SOFT, "font-size": "12"},
    "chart-mark-label": {"fill": SOFT, "font-size": "12"},
    "chart-note": {"fill": SOFT, "font-size": "12"},
}

WIDE = Size("wide", 960, 430, 200)
NARROW = Size("narrow", 344, 330, 92)
ROWS_WIDE = Size("wide", 960, 0, 380)
ROWS_NARROW = Size("narrow", 344, 0, 0)


def line_chart(
    series: Sequence[Series],
    size: Size,
    words: Words,
    marks: Sequence[Mark] = (),
    limits: Sequence[Limit] = (),
    times: Sequence[Tick] = (),
) -> str:
    points = [point for line in series for point in line.points]
    plot = _Plot(
        left=1,
        right=size.width - size.label_width,
        top=8 + LINE * len(marks),
        bottom=size.height - 28,
        xs=[point.x for point in points],
        ys=[point.y for point in points if point.y is not None] + [limit.value for limit in limits],
    )
    svg = _svg("lines", size, size.height, words)
    _grid(svg, plot, words.number)
    if times:
        _times(svg, plot, times)
    else:
        _years(svg, plot)
    for limit in limits:
        y = plot.y(limit.value)
        _add(svg, "line", "chart-limit", x1=plot.left, x2=plot.right, y1=y, y2=y)
    for row, mark in enumerate(marks):
        _mark(svg, plot, mark, row)
    drawn = list(enumerate(series[:MOST_SERIES], start=1))
    labels = [_line(svg, plot, line, number, size) for number, line in reversed(drawn)]  # the first lies on top
    labels = [label for label in labels if label]
    for label, y in zip(labels, spread(labels, plot.top, plot.bottom), strict=True):
        _label(label, y, plot.right)
    for limit in limits:  # over the lines, so that it can be read
        _add(svg, "text", "chart-limit-label", x=plot.left + 40, y=plot.y(limit.value) - 6, text=limit.text)
    return _text_of(svg)


def row_chart(rows: Sequence[Row], size: Size, words: Words) -> str:
    """A dot for each row, in the order given, measured from zero."""
    beside = bool(size.label_width)
    room = size.label_width if beside else size.width
    wrapped = [wrap(row.label, room / LETTER) for row in rows]
    tops, y = [], 8
    for lines in wrapped:
        tops.append(y)
        y += LINE * len(lines) + (18 if beside else LINE + 32)
    plot = _Plot(
        left=size.label_width + 12 if beside else 6,
        right=size.width - 150 if beside else size.width - 130,
        top=0,
        bottom=y,
        xs=[0],
        ys=[row.value for row in rows],
    )
    svg = _svg("rows", size, y + 24, words)
    for tick in plot.ticks:
        x = plot.across(tick)
        _add(svg, "line", "chart-grid", x1=x, x2=x, y1=0, y2=y)
        _add(svg, "text", "chart-tick", x=x, y=y + 18, text=words.number(tick), **{"text-anchor": "middle"})
    for row, lines, top in zip(rows, wrapped, tops, strict=True):
        _row(svg, plot, row, lines, top, beside)
    return _text_of(svg)


def standalone(svg: str) -> str:
    """The same picture as a file of its own: what the style sheet says of the page's chart stands in its attributes."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    _left, _top, width, height = root.get("viewBox").split()
    for name, value in {"width": width, "height": height, "font-family": "sans-serif", "font-size": "13"}.items():
        root.set(name, value)
    _paint(root, COLOURS[0])
    root.insert(2, ElementTree.Element(f"{{{SVG}}}rect", {"width": width, "height": height, "fill": PAPER}))
    return _text_of(root)


def _paint(element, colour):
    classes = element.get("class", "").split()
    for name in classes:
        number = name.removeprefix("chart-series--")
        colour = COLOURS[int(number) - 1] if number.isdigit() else colour
        for attribute, value in LOOKS.get(name, {}).items():
            element.set(attribute, value.format(series=colour))
    for child in element:
        _paint(child, colour)


def key(number: int) -> str:
    """The sample of a line for a legend: its dashes and its marker."""
    svg = ElementTree.Element(
        "svg",
        {"class": f"chart-key chart-series chart-series--{number}", "viewBox": "0 0 36 14", "aria-hidden": "true"},
    )
    _add(svg, "path", "chart-line", d="M1 7L35 7")
    _add(svg, "path", "chart-marker", d=_marker(number, 18, 7))
    return _text_of(svg)


def ticks(low: Decimal, high: Decimal, most: int = 6) -> list[Decimal]:
    """Round numbers that enclose `low` and `high`, zero among them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return [Decimal(0), Decimal(1)]
    step = _round_step((high - low) / (most - 1))
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = (high / step).to_integral_value("ROUND_CEILING")
    return [_plain(step * number) for number in range(int(first), int(last) + 1)]


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """The stretches of points that have a figure: between two of them the line breaks."""
    stretches = [[]]
    for point in points:
        if point.y is not None:
            stretches[-1].append(point)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def spread(labels, top: float, bottom: float) -> list[float]:
    """Where each label begins so that no two cover each other: near its wish, in the order of the wishes."""
    order = sorted(range(len(labels)), key=lambda index: labels[index].wish)
    places = [0.0] * len(labels)
    free = top
    for index in order:
        places[index] = max(free, labels[index].wish - labels[index].height / 2)
        free = places[index] + labels[index].height
    limit = bottom
    for index in reversed(order):
        places[index] = max(top, min(places[index], limit - labels[index].height))
        limit = places[index]
    return places


def wrap(text: str, letters: float) -> list[str]:
    """Lines of about `letters` letters, broken at blanks; a soft hyphen is a place to break only in HTML."""
    lines = [""]
    for word in text.replace("\u00ad", "").split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class _Plot:
    """The rectangle of the figures, and how a figure finds its place in it."""

    def __init__(self, *, left, right, top, bottom, xs, ys):
        self.left, self.right, self.top, self.bottom = left, right, top, bottom
        self.first_x, self.last_x = (min(xs), max(xs)) if xs else (0, 0)
        self.ticks = ticks(min(ys, default=Decimal(0)), max(ys, default=Decimal(0)))

    def x(self, value):
        """Years stand a little away from the frame, so that the first and the last marker are whole."""
        left, right = self.left + 34, self.right - 10
        if self.first_x == self.last_x:
            return (left + right) / 2
        return left + (right - left) * float(value - self.first_x) / (self.last_x - self.first_x)

    def y(self, value):
        return self.bottom - (self.bottom - self.top) * self._share(value)

    def across(self, value):
        return self.left + (self.right - self.left) * self._share(value)

    def _share(self, value):
        low, high = self.ticks[0], self.ticks[-1]
        return float((value - low) / (high - low))


@dataclass
class _Label:
    parent: ElementTree.Element
    lines: list[str]
    wish: float
    from_x: float

    @property
    def height(self):
        return LINE * len(self.lines) + 3


def _svg(kind, size, height, words):
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"chart chart--{kind} chart--{size.name}",
            "viewBox": f"0 0 {size.width} {_coordinate(height)}",
            "role": "img",
            "aria-labelledby": f"{words.id}-{size.name}-title {words.id}-{size.name}-description",
        },
    )
    _add(svg, "title", "", id=f"{words.id}-{size.name}-title", text=words.title)
    _add(svg, "desc", "", id=f"{words.id}-{size.name}-description", text=words.description)
    return svg


def _grid(svg, plot, number):
    for tick in plot.ticks:
        y = plot.y(tick)
        _add(svg, "line", "chart-zero" if tick == 0 else "chart-grid", x1=plot.left, x2=plot.right, y1=y, y2=y)
        _add(svg, "text", "chart-tick", x=plot.left, y=y - 4, text=number(tick))


def _years(svg, plot):
    """The last year and as many before it as there is room for."""
    years = plot.last_x - plot.first_x
    room = int((plot.x(plot.last_x) - plot.x(plot.first_x)) // 46) or 1
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if years <= step * room or step == 1000)
    for year in range(plot.last_x, plot.first_x - 1, -step):
        x = plot.x(year)
        _add(svg, "line", "chart-zero", x1=x, x2=x, y1=plot.bottom, y2=plot.bottom + 5)
        _add(svg, "text", "chart-tick", x=x, y=plot.bottom + 20, text=str(year), **{"text-anchor": "middle"})


def _times(svg, plot, times):
    """As many of the given ticks as there is room for, the first among them."""
    room = max(1, int((plot.right - plot.left) // 52))
    for tick in times[:: -(-len(times) // room)]:
        x = plot.x(tick.x)
        _add(svg, "line", "chart-zero", x1=x, x2=x, y1=plot.bottom, y2=plot.bottom + 5)
        _add(svg, "text", "chart-tick", x=x, y=plot.bottom + 20, text=tick.text, **{"text-anchor": "middle"})


def _mark(svg, plot, mark, row):
    x = plot.x(mark.x)
    right = x > (plot.left + plot.right) / 2
    y = 12 + LINE * row
    _add(svg, "line", "chart-mark", x1=x, x2=x, y1=y - 8, y2=plot.bottom)
    anchor = {"text-anchor": "end" if right else "start"}
    _add(svg, "text", "chart-mark-label", x=x - 5 if right else x + 5, y=y, text=mark.text, **anchor)


def _line(svg, plot, line, number, size):
    """One series; returns where its label would like to stand, or None where it has no figure at all."""
    group = _add(svg, "g", f"chart-series chart-series--{number}")
    stretches = runs(line.points)
    if not stretches:
        return None
    for stretch in stretches:
        places = [f"{_coordinate(plot.x(point.x))} {_coordinate(plot.y(point.y))}" for point in stretch]
        _add(group, "path", "chart-line", d="M" + "L".join(places))
    last = stretches[-1][-1]
    for point in (point for stretch in stretches for point in stretch):
        if not line.has_dots and point is not last and [point] not in stretches:
            continue
        x, y = plot.x(point.x), plot.y(point.y)
        dot = _add(group, "g", "chart-point", **{"data-x": str(point.x)})
        _add(dot, "title", "", text=point.text)
        if point is last or [point] in stretches:
            _add(dot, "path", "chart-marker", d=_marker(number, x, y))
        else:
            _add(dot, "circle", "chart-dot", cx=x, cy=y, r=2)
    lines = wrap(line.label, size.label_width / BOLD_LETTER) + ([line.note] if line.note else [])
    return _Label(group, lines, plot.y(last.y), plot.x(last.x))


def _label(label, top, right):
    """The name of the line beside its end, with a thin leader where it had to move away or the line ended early."""
    middle = top + label.height / 2
    if abs(middle - label.wish) > 4 or right - label.from_x > 20:
        start = label.from_x + 7
        bend = max(start, right - 4)
        places = [(start, label.wish), (bend, label.wish), (right + 6, middle)]
        _add(
            label.parent,
            "path",
            "chart-leader",
            d="M" + "L".join(f"{_coordinate(x)} {_coordinate(y)}" for x, y in places),
        )
    for number, words in enumerate(label.lines):
        _add(label.parent, "text", "chart-label", x=right + 9, y=top + LINE * (number + 1) - 3, text=words)


def _row(svg, plot, row, lines, top, beside):
    group = _add(svg, "g", "chart-series chart-series--1")
    for number, words in enumerate(lines):
        _add(group, "text", "chart-label", x=0, y=top + LINE * (number + 1) - 3, text=words)
    y = top + LINE * len(lines) / 2 - 1 if beside else top + LINE * len(lines) + 12
    x = plot.across(row.value)
    _add(group, "line", "chart-stem", x1=plot.across(Decimal(0)), x2=x, y1=y, y2=y)
    _add(group, "circle", "chart-dot", cx=x, cy=y, r=6)
    _add(group, "text", "chart-value", x=x + 13, y=y + 5, text=row.text)
    if row.note:
        _add(group, "text", "chart-note", x=x + 13, y=y + 5 + LINE, text=row.note)


def _marker(number, x, y):
    """Eight shapes, so that lines differ without colour too."""
    shapes = (
        "M{l} {y}A5 5 0 1 1 {r} {y}A5 5 0 1 1 {l} {y}Z",
        "M{l} {t}L{r} {t}L{r} {b}L{l} {b}Z",
        "M{x} {T}L{R} {y}L{x} {B}L{L} {y}Z",
        "M{x} {T}L{R} {b}L{L} {b}Z",
        "M{x} {B}L{R} {t}L{L} {t}Z",
        "M{l} {t}L{r} {b}M{l} {b}L{r} {t}",
        "M{x} {T}L{x} {B}M{L} {y}L{R} {y}",
        "M{L} {y}L{x} {T}L{R} {y}M{L} {b}L{R} {b}",
    )
    places = {
        "x": x,
        "y": y,
        "l": x - 5,
        "r": x + 5,
        "t": y - 5,
        "b": y + 5,
        "L": x - 6.5,
        "R": x + 6.5,
        "T": y - 6.5,
        "B": y + 6.5,
    }
    return shapes[(number - 1) % len(shapes)].format(**{name: _coordinate(place) for name, place in places.items()})


def _round_step(rough):
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`."""
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * factor >= rough)


def _plain(number):
    """Without trailing zeros and without an exponent."""
    return Decimal(format(number.normalize(), "f"))


def _add(parent, tag, classes, text=None, **attributes):
    element = ElementTree.SubElement(parent, tag, {"class": classes} if classes else {})
    for name, value in attributes.items():
        element.set(name, value if isinstance(value, str) else _coordinate(value))
    element.text = text
    return element


def _coordinate(number):
    return f"{float(number):.1f}".removesuffix(".0")


def _text_of(svg):
    return ElementTree.tostring(svg, encoding="unicode")
