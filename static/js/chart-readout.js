// The figures of one year in words, under the pointer or by the arrow keys. The chart and its table are whole without it.
for (const figure of document.querySelectorAll("[data-chart]")) {
  const readout = figure.querySelector("[data-chart-readout]");
  readout.textContent = readout.dataset.hint;
  for (const chart of figure.querySelectorAll("svg.chart")) followPointerAndKeys(chart, readout);
}

function followPointerAndKeys(chart, readout) {
  const points = [...chart.querySelectorAll(".chart-point")];
  const years = [...new Set(points.map((point) => Number(point.dataset.x)))].sort((a, b) => a - b);
  const guide = document.createElementNS("http://www.w3.org/2000/svg", "line");
  guide.setAttribute("class", "chart-guide");
  let current = years.length - 1;

  function show(place) {
    current = Math.min(Math.max(place, 0), years.length - 1);
    const here = points.filter((point) => Number(point.dataset.x) === years[current]);
    readout.textContent = here.map((point) => point.querySelector("title").textContent).join("; ");
    const x = middle(here[0]);
    guide.setAttribute("x1", x);
    guide.setAttribute("x2", x);
    guide.setAttribute("y1", 0);
    guide.setAttribute("y2", chart.viewBox.baseVal.height - 28);
    chart.append(guide);
  }

  function middle(point) {
    const box = point.querySelector("path, circle").getBBox();
    return box.x + box.width / 2;
  }

  function nearest(event) {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
    const distances = years.map((year) => Math.abs(middle(points.find((point) => Number(point.dataset.x) === year)) - place.x));
    return distances.indexOf(Math.min(...distances));
  }

  chart.setAttribute("tabindex", "0");
  chart.addEventListener("pointermove", (event) => show(nearest(event)));
  chart.addEventListener("pointerdown", (event) => show(nearest(event)));
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Home") show(0);
    else if (event.key === "End") show(years.length - 1);
    else if (step) show(guide.isConnected ? current + step : current);
    else return;
    event.preventDefault();
  });
}
