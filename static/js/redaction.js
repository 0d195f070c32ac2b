// A box drawn on the picture of a page, by pointer or by arrow keys, fills the fields of the form. The form works without it.
for (const picture of document.querySelectorAll("[data-redaction]")) drawOn(picture);

function drawOn(picture) {
  const fields = Object.fromEntries(["left", "top", "width", "height"].map((name) => [name, document.querySelector(`[name=${name}]`)]));
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "redaction-box redaction-box--new");
  let place = read();
  let corner = null;

  function read() {
    const [left, top, width, height] = Object.values(fields).map((field) => Number(field.value));
    return { left, top, width, height };
  }

  function show(next) {
    const width = Math.min(Math.max(next.width, 0.1), 100);
    const height = Math.min(Math.max(next.height, 0.1), 100);
    place = { left: clamp(next.left, 100 - width), top: clamp(next.top, 100 - height), width, height };
    for (const [name, field] of Object.entries(fields)) field.value = rounded(place[name]);
    paint();
  }

  function paint() {
    if (!place.width || !place.height) return;
    for (const [name, value] of [["x", place.left], ["y", place.top], ["width", place.width], ["height", place.height]]) box.setAttribute(name, value * 100);
    picture.querySelector("svg").append(box);
  }

  function clamp(value, most) {
    return Math.min(Math.max(value, 0), Math.max(most, 0));
  }

  function rounded(value) {
    return Math.floor(value * 100) / 100;
  }

  function pointOf(event) {
    const frame = picture.getBoundingClientRect();
    return { x: clamp((100 * (event.clientX - frame.left)) / frame.width, 100), y: clamp((100 * (event.clientY - frame.top)) / frame.height, 100) };
  }

  picture.tabIndex = 0;
  picture.setAttribute("role", "application");
  picture.setAttribute("aria-label", picture.dataset.label);
  picture.addEventListener("pointerdown", (event) => {
    corner = pointOf(event);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
    picture.focus();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!corner) return;
    const point = pointOf(event);
    show({ left: Math.min(corner.x, point.x), top: Math.min(corner.y, point.y), width: Math.abs(corner.x - point.x), height: Math.abs(corner.y - point.y) });
  });
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => (corner = null));
  picture.addEventListener("keydown", (event) => {
    const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === "Enter") document.querySelector("[name=why]").focus();
    else if (!across && !down) return;
    else if (!place.width) show({ left: 40, top: 45, width: 20, height: 3 });
    else if (event.shiftKey) show({ ...place, width: place.width + across, height: place.height + down });
    else show({ ...place, left: place.left + across, top: place.top + down });
    event.preventDefault();
  });
  for (const field of Object.values(fields)) field.addEventListener("input", () => ((place = read()), paint()));
  paint();
}
