// From a state to the page: points first, then the answer, and what is slow when nothing moves.

import { exactAnswer, placed, tolerantAnswer } from "./answer.mjs";
import { chart, endLabels, inWords, starSentence, stepsOfP, stepsOfTolerance } from "./charts.mjs";
import { SAMPLES, againstP, criticalExponent, knotsWithin, tolerances } from "./curves.mjs";
import { near, shown } from "./numbers.mjs";
import { MARGIN, axes, corners, frameOf, gateMarks, knotMarks, pairLines, path, pointMarks } from "./picture.mjs";
import { wordOfP } from "./state.mjs";
import { knotRows, pointRows, sentence } from "./tables.mjs";

export const element = (id) => document.getElementById(id);
/** Milliseconds without a change after which the slow parts follow. */
const REST = 120;
/** Milliseconds of each frame that the stairs may take, and points beyond which they are left out. */
const SLICE = 8;
const MOST_FOR_STAIRS = 300;

export class View {
  constructor() {
    this.frame = null;
    this.selected = 0;
    this.waiting = false;
    this.resting = 0;
    this.stairs = 0;
    /** Milliseconds that the last redraws took. */
    this.times = [];
  }

  /** Have a state shown in the next frame; `kept`: on the same axes. */
  show(state, kept = false) {
    this.state = state;
    this.settled = false;
    this.selected = Math.max(0, Math.min(this.selected, state.points.length - 1));
    this.kept = this.waiting ? this.kept && kept : kept;
    if (!this.waiting) requestAnimationFrame(() => this.redraw());
    this.waiting = true;
  }

  redraw() {
    const begun = performance.now();
    this.waiting = false;
    this.answer = answerOf(this.state);
    this.knots = withHeights(this.answer, this.state.points);
    this.fit();
    this.marks();
    this.words();
    clearTimeout(this.resting);
    cancelAnimationFrame(this.stairs);
    this.curve(performance.now() - begun < 6);
    if (this.kept) this.resting = setTimeout(() => this.rest(), REST);
    else this.rest();
    this.times.push(performance.now() - begun);
    if (this.times.length > 600) this.times.shift();
  }

  fit() {
    const svg = element("picture");
    const [width, height] = [svg.clientWidth || 800, svg.clientHeight || 420];
    if (this.kept && this.frame?.width === width && this.frame.height === height) return;
    const { points, tolerance } = this.state;
    this.frame = frameOf(points, this.knots.map(({ x, height: y }) => [near(x), y]), tolerance, width, height);
    for (const [name, size] of [["width", width - MARGIN.left - MARGIN.right], ["height", height - MARGIN.top - MARGIN.bottom]]) {
      element("room").setAttribute(name, size);
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    element("axes").replaceChildren(...axes(this.frame));
  }

  marks() {
    const { points, tolerance } = this.state;
    const open = this.answer.undecided || !points.length;
    pointMarks(element("points"), points, this.frame, this.selected);
    gateMarks(element("gates"), points, tolerance, this.frame);
    knotMarks(element("knots"), open ? [] : this.knots, this.frame);
    element("function").setAttribute("d", open ? "" : path(this.frame, corners({ left: this.answer.left, knots: this.knots }, this.frame)));
    element("pairs").setAttribute("d", open ? "" : pairLines(points, this.knots, this.frame));
  }

  words() {
    const { p, tolerance, tie } = this.state;
    const [first, rest] = this.state.points.length ? sentence(this.answer, this.knots, wordOfP(p), tolerance) : ["No points yet:", "click into the picture, or paste a table."];
    const bold = document.createElement("b");
    bold.textContent = first;
    element("answer").replaceChildren(bold, ` ${rest}`);
    const several = this.answer.kind === "exact" && this.answer.ways > 1n;
    element("ties").hidden = !several;
    if (several) element("tie").textContent = `minimiser ${tie % this.answer.ways + 1n} of ${this.answer.ways}`;
  }

  /** Knots against p: at once if there is time, else at rest. */
  curve(now) {
    this.curveIsDue = !now;
    const { points, p } = this.state;
    if (!now) return;
    if (this.curveOf !== points) {
      this.curveOf = points;
      this.found = points.length > 1 ? againstP(points) : SAMPLES.map(() => ({ least: 0, most: 0 }));
      this.samples = stepsOfP(this.found);
      this.star = points.length > 1 ? criticalExponent(points) : null;
      element("star").textContent = this.star ? starSentence(this.star) : "";
    }
    const marks = [[{ "0": 0, "0+": 0, "1-": 1 }[p] ?? near(p), "now"]];
    if (this.star && near(this.star.high) < 1) marks.push([near(this.star.high), "star"]);
    chart(element("curve"), [0, 1], this.samples, marks, [[0, "0+"], [0.5, "1/2"], [1, "1\u2212"]]);
  }

  rest() {
    const { points, tolerance } = this.state;
    if (this.curveIsDue) this.curve(true);
    element("curve-text").textContent = inWords(SAMPLES.map(({ name }) => name.replace("-", "\u2212")), this.found, "p");
    knotRows(element("knot-table").tBodies[0], this.answer.undecided ? [] : this.knots);
    pointRows(element("point-table").tBodies[0], points, this.selected);
    const { slope, intercept } = this.answer.left;
    element("left").textContent = this.answer.undecided ? "" : `left of all knots: ${shown(slope)} \u00b7 x + ${shown(intercept)}`.replace("+ \u2212", "\u2212 ");
    const said = element("answer").textContent;
    if (element("live").textContent !== said) element("live").textContent = said;
    if (this.stairsOf !== points) this.climb(points);
    else this.drawStairs(tolerance);
    this.onRest?.();
    this.settled = true;
  }

  /** Knots against the tolerance, some at a time. */
  climb(points) {
    Object.assign(this, { stairsOf: points, heights: [], steps: [] });
    const few = points.length > 1 && points.length <= MOST_FOR_STAIRS;
    element("stairs-note").textContent = few ? "Computed exactly at 41 tolerances." : points.length > 1 ? `Left out beyond ${MOST_FOR_STAIRS} points.` : "";
    element("stairs").replaceChildren();
    element("stairs-text").textContent = element("stairs-note").textContent;
    if (!few) return;
    this.steps = tolerances(points);
    const go = () => {
      for (const end = performance.now() + SLICE; this.heights.length < this.steps.length && performance.now() < end; ) {
        const done = this.heights.at(-1) === 0;
        this.heights.push(done ? 0 : knotsWithin(points, this.steps[this.heights.length]));
      }
      this.drawStairs(this.state.tolerance);
      element("stairs-text").textContent = inWords(this.steps.map(shown), this.heights.map((k) => ({ least: k, most: k })), "tolerance");
      if (this.heights.length < this.steps.length) this.stairs = requestAnimationFrame(go);
    };
    this.stairs = requestAnimationFrame(go);
  }

  drawStairs(tolerance) {
    if (!this.heights?.length) return;
    const most = near(this.steps.at(-1));
    chart(element("stairs"), [0, most], stepsOfTolerance(this.steps, this.heights), [[Math.min(near(tolerance), most), "now"]], endLabels(this.steps));
  }
}

/** The answer of a state. */
export function answerOf({ points, p, tolerance, tie }) {
  return tolerance.n && points.length ? tolerantAnswer(points, tolerance) : exactAnswer(points, p, tie);
}

/** Knots with their places and the values there, for the eye. */
function withHeights(answer, points) {
  const knots = placed(points, answer.knots);
  const all = corners({ left: answer.left, knots }, null);
  return knots.map((knot, i) => ({ ...knot, height: knot.point === undefined ? all[i][1] : near(points[knot.point].y) }));
}

