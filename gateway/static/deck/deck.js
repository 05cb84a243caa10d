// Sends a deck in the background and shows how far it is. Without this the form works by itself.

const TRIES = 6;
const SHORTEST_PAUSE = 2;

function tell(form, text, bad) {
  const outcome = form.querySelector(".outcome");
  outcome.textContent = text;
  outcome.classList.toggle("bad", Boolean(bad));
}

function show(form, percent) {
  const bar = form.querySelector("progress");
  bar.hidden = percent === null;
  bar.value = percent === null ? 0 : percent;
  form.querySelector("button").disabled = percent !== null;
}

function give(form, body, tries) {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded / event.total) * 100);
    show(form, percent);
    tell(form, percent < 100 ? `${form.dataset.sending} ${percent} %` : form.dataset.reading);
  });
  request.addEventListener("load", () => understand(form, body, tries, request));
  request.addEventListener("error", () => stop(form, form.dataset.lost));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(body);
}

function stop(form, text) {
  show(form, null);
  tell(form, text, true);
}

function understand(form, body, tries, request) {
  if (request.status === 503 && tries > 1) {
    const pause = Number(request.getResponseHeader("Retry-After")) || SHORTEST_PAUSE;
    tell(form, form.dataset.busy);
    setTimeout(() => give(form, body, tries - 1), pause * 1000);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const section = page.getElementById("deck");
  if (section === null) {
    const said = page.querySelector("main .notice strong, main h1");
    stop(form, said ? said.textContent : form.dataset.lost);
    return;
  }
  const here = document.getElementById("deck");
  here.replaceWith(document.importNode(section, true));
  const notice = document.querySelector("#deck .notice");
  if (notice !== null) notice.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-deck]")) return;
  event.preventDefault();
  const file = form.elements.file.files[0];
  if (!file) return;
  if (file.size > Number(form.dataset.largest)) {
    stop(form, form.dataset.tooLarge);
    return;
  }
  show(form, 0);
  tell(form, form.dataset.sending);
  give(form, new FormData(form), TRIES);
});
