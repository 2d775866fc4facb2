// The picture: points, the function through them, its knots, and the chords that meet at a matched pair.

import { text } from "../solver/sparsest.mjs";
import { finest, near, ticks } from "./numbers.mjs";

const SPACE = "http://www.w3.org/2000/svg";
export const MARGIN = { left: 52, right: 16, top: 16, bottom: 30 };

/** An element of SVG with attributes. */
export function draw(name, attributes = {}, content = "") {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (content) made.textContent = content;
  return made;
}

const spread = (values) => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low - 1, high + 1];
};

/** Where numbers are on the screen: all points, and knots unless they are far away. */
export function frameOf(points, knots, tolerance, width, height) {
  const [x0, x1] = spread(points.length ? points.map(({ x }) => near(x)) : [0, 1]);
  const [y0, y1] = spread(points.length ? points.map(({ y }) => near(y)) : [0, 1]);
  const inside = knots.map(([, y]) => Math.max(y0 - (y1 - y0), Math.min(y1 + (y1 - y0), y)));
  const gate = Math.min(near(tolerance), y1 - y0);
  const [low, high] = [Math.min(y0 - gate, ...inside), Math.max(y1 + gate, ...inside)];
  const pad = { x: 0.06 * (x1 - x0), y: 0.08 * (high - low) };
  const [left, right, bottom, top] = [x0 - pad.x, x1 + pad.x, low - pad.y, high + pad.y];
  const [w, h] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  return {
    width, height, left, right, bottom, top, stepX: finest(right - left), stepY: finest(top - bottom),
    x: (v) => MARGIN.left + ((v - left) / (right - left)) * w,
    y: (v) => MARGIN.top + ((top - v) / (top - bottom)) * h,
    xAt: (px) => left + ((px - MARGIN.left) / w) * (right - left),
    yAt: (px) => top - ((px - MARGIN.top) / h) * (top - bottom),
  };
}

const label = (v) => (Math.abs(v) >= 1e6 || (v && Math.abs(v) < 1e-4) ? v.toExponential(0) : `${v}`).replace("-", "\u2212");

/** Grid lines with their numbers. */
export function axes(frame) {
  const made = [];
  for (const v of ticks(frame.left, frame.right, frame.width / 90)) {
    made.push(draw("line", { x1: frame.x(v), x2: frame.x(v), y1: MARGIN.top, y2: frame.height - MARGIN.bottom }));
    made.push(draw("text", { x: frame.x(v), y: frame.height - 10, "text-anchor": "middle" }, label(v)));
  }
  for (const v of ticks(frame.bottom, frame.top, frame.height / 60)) {
    made.push(draw("line", { y1: frame.y(v), y2: frame.y(v), x1: MARGIN.left, x2: frame.width - MARGIN.right }));
    made.push(draw("text", { x: MARGIN.left - 8, y: frame.y(v) + 4, "text-anchor": "end" }, label(v)));
  }
  return made;
}

/** The value at each knot as [x, y], and at both ends of the frame. */
export function corners({ left, knots }, frame) {
  let slope = near(left.slope);
  let from = frame ? [frame.left, slope * frame.left + near(left.intercept)] : [0, near(left.intercept)];
  const found = frame ? [from] : [];
  for (const { x, slopeChange } of knots) {
    from = [near(x), from[1] + slope * (near(x) - from[0])];
    slope += near(slopeChange);
    found.push(from);
  }
  if (frame) found.push([frame.right, from[1] + slope * (frame.right - from[0])]);
  return found;
}

const place = (frame, [x, y]) => `${frame.x(x).toFixed(1)},${frame.y(y).toFixed(1)}`;
export const path = (frame, found) => (found.length ? `M${found.map((one) => place(frame, one)).join("L")}` : "");

/** The chord that each matched pair leaves out: the function goes on along the chords beside it, to where they meet. */
export const pairLines = (points, knots, frame) =>
  knots.filter(({ between }) => between !== undefined).map(({ between }) => {
    const [a, b] = [points[between], points[between + 1]];
    return path(frame, [[near(a.x), near(a.y)], [near(b.x), near(b.y)]]);
  }).join("");

const DIAMOND = "M0,-7L7,0L0,7L-7,0Z";
const RING = "M-8,0A8,8 0 1 1 8,0A8,8 0 1 1 -8,0Z";

/** Keep as many children of a group as there are items, and set the attributes of each that changed. */
export function each(group, items, name, attributes) {
  while (group.children.length > items.length) group.lastChild.remove();
  while (group.children.length < items.length) group.append(draw(name));
  items.forEach((item, i) => {
    for (const [key, value] of Object.entries(attributes(item, i))) {
      const child = group.children[i];
      child.held ??= {};
      if (child.held[key] === value) continue;
      child.held[key] = value;
      child.setAttribute(key, value);
    }
  });
}

/** Rings around knots at points, diamonds where a pair meets; their colour says which way they bend. */
export const knotMarks = (group, knots, frame) =>
  each(group, knots, "path", ({ between, slopeChange, x, height }) => ({
    class: slopeChange.n > 0n ? "up" : "down",
    d: between === undefined ? RING : DIAMOND,
    transform: `translate(${frame.x(near(x)).toFixed(1)},${frame.y(height).toFixed(1)})`,
  }));

/** The points, each a thing that can be moved and told by its name. */
export const pointMarks = (group, points, frame, selected) =>
  each(group, points, "circle", ({ x, y }, i) => ({
    cx: frame.x(near(x)).toFixed(1),
    cy: frame.y(near(y)).toFixed(1),
    r: points.length > 200 ? 2.5 : i === selected ? 6 : 4.5,
    role: "button",
    tabindex: i === selected ? "0" : "-1",
    class: i === selected ? "selected" : "",
    "aria-label": `Point ${i + 1} of ${points.length}: x ${text(x)}, y ${text(y)}`,
  }));

/** What is allowed at each point within a tolerance. */
export const gateMarks = (group, points, tolerance, frame) =>
  each(group, tolerance.n ? points : [], "path", ({ x, y }) => {
    const [h, t, v] = [frame.x(near(x)), near(tolerance), near(y)];
    return { d: `M${h - 4},${frame.y(v - t)}h8m-4,0V${frame.y(v + t)}m-4,0h8` };
  });
