// Opens certified results that were carried sealed, with the reveal key alone: no network, no library.
const FORMAT = "darkhorse-sealed/1";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const KEY_BYTES = 16;

// Browsers give WebCrypto to pages that came by HTTPS, or from the machine itself.
export const canOpen = () => Boolean(globalThis.crypto && crypto.subtle);

const text = (words) => new TextEncoder().encode(words);
const unpack = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// Returns a key's bytes from how it was typed, in groups or not, in any case; null if it is none.
export function typedKey(typed) {
  const letters = typed.toUpperCase().replace(/[\s-]/g, "");
  const bytes = [];
  let kept = 0;
  let bits = 0;
  for (const letter of letters) {
    const five = LETTERS.indexOf(letter);
    if (five < 0) return null;
    kept = (kept << 5) | five;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(kept >> bits);
    kept &= (1 << bits) - 1;
  }
  const whole = letters.length === Math.ceil((KEY_BYTES * 8) / 5) && kept === 0;
  return whole ? Uint8Array.from(bytes) : null;
}

async function stepKey(key, salt, name) {
  const secret = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: text(salt), info: text(name) };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

// Returns the rows that a step reveals; null if the key is not the one of these results.
export async function openStep(results, number, typed) {
  if (results.format !== FORMAT) throw new Error(`not ${FORMAT}: ${results.format}`);
  const step = results.steps.find((each) => each.step === number);
  if (!step) throw new Error(`no step ${number}`);
  const key = typedKey(typed);
  if (!key) return null;
  const name = `step ${number}`;
  const how = { name: "AES-GCM", iv: unpack(step.nonce), additionalData: text(name) };
  const opener = await stepKey(key, results.salt, name);
  try {
    const plain = await crypto.subtle.decrypt(how, opener, unpack(step.sealed));
    return JSON.parse(new TextDecoder().decode(plain)).rows;
  } catch (error) {
    if (error.name !== "OperationError") throw error;
    return null;
  }
}
