// Makes the rest of the tickets, part by part, and puts them on the same sheet.
const root = document.querySelector("[data-making]");
const sheets = document.querySelector("[data-sheets]");
const form = root.querySelector("[data-rest]");
const print = root.querySelector("[data-print]");
const save = root.querySelector("[data-save]");
const wanted = Number(root.dataset.wanted);
let made = Number(root.dataset.made);
let kept = false;

function say(text) { root.querySelector("[data-status]").textContent = text; }

function show() {
  root.querySelector("progress").value = made;
  root.querySelector("[data-count]").textContent = made;
  if (made < wanted) return;
  say(root.dataset.done);
  form?.remove();
}

async function more() {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ count: wanted - made, form_token: form.elements.form_token.value }),
  });
  if (!response.ok) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const sheet of page.querySelectorAll(".sheet")) {
    made += sheet.children.length;
    sheets.append(document.adoptNode(sheet));
  }
}

async function makeRest() {
  if (form) form.hidden = true;
  print.hidden = save.hidden = made < wanted;
  try {
    while (made < wanted) {
      say(root.dataset.makingText);
      await more();
      show();
    }
  } catch {
    say(root.dataset.stopped);
    form.hidden = false;
  }
  print.hidden = save.hidden = false;
}

function csv() {
  const lines = [...sheets.querySelectorAll(".ticket")].map((t) => `${t.dataset.number},${t.dataset.url}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([["number,url", ...lines, ""].join("\n")], { type: "text/csv" }));
  link.download = save.dataset.name;
  link.click();
  kept = true;
}

print.addEventListener("click", () => { kept = true; window.print(); });
save.addEventListener("click", csv);
form?.addEventListener("submit", (event) => { event.preventDefault(); makeRest(); });
addEventListener("beforeunload", (event) => { if (!kept) event.preventDefault(); });
makeRest().then(show);
