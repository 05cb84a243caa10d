// Lists the operations of the OpenAPI document and sends one when asked to.
const root = document.getElementById("operations");
const words = root.dataset;

function make(tag, options = {}, ...children) {
  const { classes = "", ...rest } = options;
  const element = Object.assign(document.createElement(tag), rest);
  if (classes) element.className = classes;
  element.append(...children);
  return element;
}

function resolve(spec, schema) {
  const name = schema?.$ref?.split("/").at(-1);
  return name ? spec.components.schemas[name] : schema ?? {};
}

function example(spec, given, depth = 0) {
  const schema = resolve(spec, given);
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" && depth < 4) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, value]) => [key, example(spec, value, depth + 1)]));
  }
  if (type === "array") return depth < 4 ? [example(spec, schema.items, depth + 1)] : [];
  return { integer: schema.minimum ?? 0, number: 0, boolean: false }[type] ?? "";
}

function field(parameter) {
  const input = make("input", { name: parameter.name, required: parameter.required ?? false });
  return make("label", {}, `${parameter.name} `, make("small", { classes: "muted", textContent: parameter.in }), input);
}

function request(path, method, operation, form) {
  let url = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const parameter of operation.parameters ?? []) {
    const value = form.elements[parameter.name].value;
    if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === "query" && value) value.split(",").forEach((one) => query.append(parameter.name, one.trim()));
    else if (parameter.in === "header" && value) headers[parameter.name] = value;
  }
  const body = form.elements.body?.value;
  // Also where nothing goes along: by this the server knows that no page of another site asks.
  if (method !== "get") headers["Content-Type"] = "application/json";
  return [query.size ? `${url}?${query}` : url, { method: method.toUpperCase(), headers, body: body || undefined }];
}

async function send(event, path, method, operation, output) {
  event.preventDefault();
  const [url, options] = request(path, method, operation, event.target);
  const began = performance.now();
  try {
    const response = await fetch(url, options);
    const text = await response.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON */ }
    output.textContent = `${response.status} ${response.statusText} · ${Math.round(performance.now() - began)} ms · ${response.headers.get("X-Correlation-Id") ?? ""}\n\n${shown}`;
  } catch (error) {
    output.textContent = String(error);
  }
  output.hidden = false;
}

function described(spec, path, method, operation) {
  const output = make("pre", { hidden: true });
  const form = make("form", { classes: "column" }, ...(operation.parameters ?? []).map(field));
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  if (body) {
    const text = make("textarea", { name: "body", classes: "code", value: JSON.stringify(example(spec, body), null, 2), spellcheck: false });
    form.append(make("label", {}, words.body, text));
  }
  form.append(make("div", {}, make("button", { textContent: words.send })));
  form.addEventListener("submit", (event) => send(event, path, method, operation, output));
  const answers = Object.entries(operation.responses).map(([status, response]) => make("li", { textContent: `${status} ${response.description ?? ""}` }));
  const known = make("details", {}, make("summary", { textContent: words.answers }), make("ul", {}, ...answers));
  return make("details", { classes: "operation card" },
    make("summary", {}, make("span", { classes: `method ${method}`, textContent: method }), make("span", { classes: "path", textContent: path }), make("span", { classes: "summary", textContent: operation.summary ?? "" })),
    make("div", {}, make("p", { textContent: operation.description ?? "" }), form, output, known));
}

async function list() {
  const spec = await (await fetch(words.document)).json();
  const groups = new Map(spec.tags.map((tag) => [tag.name, make("section", {}, make("h2", { classes: "group", textContent: tag.description || tag.name }))]));
  for (const [path, operations] of Object.entries(spec.paths)) {
    const shared = operations.parameters ?? [];
    for (const [method, operation] of Object.entries(operations)) {
      if (!["get", "post"].includes(method)) continue;
      const whole = { ...operation, parameters: [...shared, ...(operation.parameters ?? [])] };
      groups.get(operation.tags[0]).append(described(spec, path, method, whole));
    }
  }
  root.append(...groups.values());
}

list();
