// Sealed results on an organiser's screen: loaded once, unlocked by key, revealed step by step with
// the network cut as well. What was revealed is told to the server, in order, once it answers.
import { openStep } from "./sealed.js";

const AGAIN_MS = 2000;

export class Carried {
  constructor(path, stage, onChange) {
    this.path = path;
    this.stage = stage;
    this.onChange = onChange;
    this.results = null;
    this.rows = [];
    this.done = 0;
    this.key = "";
    this.toTell = [];
    this.telling = false;
  }

  async load() {
    const response = await fetch(`${this.path}/sealed-results`);
    if (!response.ok) throw new Error(response.statusText);
    this.results = await response.json();
    this.onChange();
  }

  // Takes the key that was typed, or asks the server for it; fails when it opens nothing.
  async unlock(typed) {
    const key = typed || await this.ask();
    if (!await openStep(this.results, 1, key)) throw new Error("not the key");
    this.key = key;
    this.onChange();
  }

  async ask() {
    const response = await fetch(`${this.path}/reveal-key`, { cache: "no-store" });
    if (!response.ok) throw new Error(response.statusText);
    return (await response.json()).key;
  }

  async next(revealed) {
    const step = Math.max(this.done, revealed) + 1;
    if (!this.key || step > this.results.steps.length) return;
    this.done = step;
    this.toTell.push(step);
    const rows = await openStep(this.results, step, this.key);
    this.rows = [...this.rows, ...rows];
    this.onChange();
    this.tell();
  }

  async tell() {
    if (this.telling) return;
    this.telling = true;
    while (this.toTell.length) {
      if (await this.told(this.toTell[0])) this.toTell.shift();
      else await new Promise((wake) => setTimeout(wake, AGAIN_MS));
      this.onChange();
    }
    this.telling = false;
  }

  async told(step) {
    try {
      const response = await fetch(`${this.path}/reveal`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ step }),
      });
      return response.ok;
    } catch { return false; }
  }
}
