// Hashes of the log: RFC 6962, by the SHA-256 that the browser brings.
const AT_ONCE = 1000;
const text = (words) => new TextEncoder().encode(words);

// Browsers give WebCrypto to pages that came by HTTPS, or from the machine itself.
export const canHash = () => Boolean(globalThis.crypto && crypto.subtle);

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function bytes(hexadecimal) {
  if (!/^([0-9a-f]{2})*$/.test(hexadecimal)) throw new Error(`not hexadecimal: ${hexadecimal}`);
  return Uint8Array.from(hexadecimal.match(/../g) || [], (pair) => parseInt(pair, 16));
}

async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

export const textHash = async (words) => hex(await sha256(text(words)));

// JSON with sorted keys and without spaces; keys are ASCII.
export function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export const leafHash = (data) => sha256(Uint8Array.of(0), text(canonical(data)));
const pairHash = (left, right) => sha256(Uint8Array.of(1), left, right);

// Lets the page breathe between many small pieces of work.
export async function each(count, work, tell = () => {}) {
  const done = [];
  for (let start = 0; start < count; start += AT_ONCE) {
    const end = Math.min(count, start + AT_ONCE);
    done.push(...await Promise.all(Array.from({ length: end - start }, (_, n) => work(start + n))));
    tell(end, count);
    await new Promise((resolve) => { setTimeout(resolve); });
  }
  return done;
}

// Pairs level by level; who has no pair goes up as it is, which is the tree of RFC 6962.
export async function root(hashes) {
  if (!hashes.length) return sha256();
  let level = hashes;
  while (level.length > 1) {
    const below = level;
    const pairs = await each(Math.floor(below.length / 2), (n) => pairHash(below[2 * n], below[2 * n + 1]));
    level = below.length % 2 ? [...pairs, below[below.length - 1]] : pairs;
  }
  return level[0];
}

// Whether a proof in the form of pymerkle leads from the earlier root to the later one.
export async function consistent(proof, earlier, later) {
  const path = proof.path.map(bytes);
  if (!path.length || proof.rule.length !== path.length || proof.subset.length !== path.length) return false;
  let whole = path[0];
  for (let n = 1; n < path.length; n += 1) {
    whole = await (proof.rule[n - 1] ? pairHash(path[n], whole) : pairHash(whole, path[n]));
  }
  const [first, ...rest] = path.filter((_, n) => proof.subset[n]);
  if (!first) return false;
  let before = first;
  for (const part of rest) before = await pairHash(part, before);
  return hex(before) === hex(earlier) && hex(whole) === hex(later);
}
