// The tables beside the picture, and the sentence of the answer.

import { text } from "../solver/sparsest.mjs";
import { cost } from "./answer.mjs";
import { certain, shown } from "./numbers.mjs";

const cell = (...content) => {
  const made = document.createElement("td");
  made.append(...content);
  return made;
};

const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

/** The answer in a sentence or two: [what stands out, the rest]. */
export function sentence(answer, knots, word, tolerance) {
  if (answer.kind === "line") return ["0 knots:", "every line through one point is a minimiser."];
  if (answer.kind === "tolerance") {
    return [plural(knots.length, "knot"), `within ${shown(tolerance)} of every label: the fewest possible there, exactly.`];
  }
  if (answer.undecided) {
    return ["Undecided:", `at p = ${word} signs that are too close to 0 leave ${plural(answer.undecided, "run")} of points open. No function is shown.`];
  }
  const pairs = knots.filter((knot) => knot.between !== undefined).length;
  const fewest = knots.length === answer.fewest ? "the fewest possible" : `${answer.fewest} would do, at a higher price`;
  const price = word === "0" || word === "0+" ? "" : word === "1-" ? ` V\u2081 ${certain(cost(knots, answer.at))}.` : ` V\u209a ${certain(cost(knots, answer.at))}.`;
  const unique = answer.ways === 1n ? "the only minimiser" : answer.ways === null ? "one of infinitely many" : `one of ${answer.ways} minimisers`;
  return [plural(knots.length, "knot"), `(${fewest}) at p = ${word.replace("-", "\u2212")}: ${unique}, with ${plural(pairs, "matched pair")}.${price}`];
}

/** The knots, one to a row. */
export function knotRows(body, knots) {
  body.replaceChildren(...knots.map((knot) => {
    const row = document.createElement("tr");
    const where = knot.between !== undefined ? `pair: points ${knot.between + 1}, ${knot.between + 2}`
      : knot.point === undefined ? "" : `point ${knot.point + 1}`;
    const x = cell(shown(knot.x));
    x.title = text(knot.x);
    const change = cell(shown(knot.slopeChange));
    change.title = text(knot.slopeChange);
    row.append(x, change, cell(where));
    return row;
  }));
}

/** The points, one to a row, to be typed over. */
export function pointRows(body, points, selected) {
  while (body.children.length > points.length) body.lastChild.remove();
  while (body.children.length < points.length) body.append(pointRow());
  points.forEach((point, i) => {
    const row = body.children[i];
    row.className = i === selected ? "selected" : "";
    if (row.point === point && row.place === i) return;
    Object.assign(row, { point, place: i });
    const [x, y] = row.querySelectorAll("input");
    for (const [input, name, value] of [[x, "x", point.x], [y, "y", point.y]]) {
      if (document.activeElement !== input) input.value = text(value);
      input.setAttribute("aria-label", `${name} of point ${i + 1}`);
      input.removeAttribute("aria-invalid");
    }
    row.querySelector("button").setAttribute("aria-label", `Remove point ${i + 1}`);
  });
}

function pointRow() {
  const row = document.createElement("tr");
  for (const axis of ["x", "y"]) {
    const input = document.createElement("input");
    Object.assign(input, { spellcheck: false, size: 8 });
    input.dataset.axis = axis;
    row.append(cell(input));
  }
  const remove = document.createElement("button");
  remove.textContent = "\u00d7";
  row.append(cell(remove));
  return row;
}
