// Checks the proof on the page: fetched or from a file, with the receipts that were pasted.
import { canHash } from "./tree.js";
import { verify } from "./verify.js";

const NOTES = 20;
const root = document.getElementById("proof");
const words = JSON.parse(root.dataset.words);
const form = root.querySelector("[data-check]");
const status = root.querySelector("[data-status]");
const list = root.querySelector("[data-checks]");

const say = (word, values = {}) => (words[word] ?? word).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "–");
const lines = (text) => text.split(/\s+/).filter(Boolean);

function item(check) {
  const made = document.createElement("li");
  made.className = check.held ? "held" : "broken";
  const mark = document.createElement("b");
  mark.textContent = `${check.held ? "✓" : "✕"} ${say(check.held ? "held" : "broken")}`;
  made.append(mark, document.createTextNode(say(...check.said)));
  const notes = check.notes.slice(0, NOTES).map((note) => say(...note));
  if (check.notes.length > NOTES) notes.push(say("more", { n: check.notes.length - NOTES }));
  if (notes.length) {
    const under = document.createElement("ul");
    under.append(...notes.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    made.append(under);
  }
  return made;
}

async function fetched() {
  status.textContent = say("fetching");
  const response = await fetch(root.dataset.file);
  if (response.status === 409) throw new Error(say("notPublished"));
  if (!response.ok) throw new Error(say("notFetched"));
  return response.json();
}

async function read(file) {
  try {
    return JSON.parse(await file.text());
  } catch {
    return null;
  }
}

async function check() {
  const [file] = form.elements.file.files;
  let told;
  try {
    told = file ? await read(file) : await fetched();
  } catch (error) {
    status.textContent = error instanceof TypeError ? say("notFetched") : error.message;
    return;
  }
  const tell = (n, all) => { status.textContent = say("progress", { n, all }); };
  const asked = { receipts: lines(form.elements.receipts.value), noted: lines(form.elements.noted.value), tell };
  const checks = await verify(told, asked);
  const broken = checks.filter((one) => !one.held).length;
  status.textContent = broken ? say("someBroken", { n: broken }) : say("allHeld", { n: checks.length });
  status.className = broken ? "bad" : "good";
  list.replaceChildren(...checks.map(item));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  list.replaceChildren();
  status.className = "";
  await check();
  button.disabled = false;
});

// A receipt comes behind the #, which no server is told.
form.elements.receipts.value = new URLSearchParams(location.hash.slice(1)).getAll("receipt").join("\n");
if (canHash()) form.hidden = false;
else status.textContent = say("noHash");
