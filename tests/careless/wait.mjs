// Waiting: for a moment, or until something is so.

/** However slow the machine is: what has not come by then does not come. */
const PATIENCE = 15_000;

/** Waits for so long. */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks `complaint` again and again until it has nothing to say; what it says last is the failure. */
export async function until(what, complaint) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await complaint();
    if (!found) return;
    if (Date.now() > end) throw new Error(`after ${PATIENCE / 1000} seconds, ${what}: ${found}`);
    await pause(25);
  }
}

/** Where two texts part, with what stands around it; nothing where they are the same. */
export function difference(found, expected) {
  if (found === expected) return null;
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at += 1;
  const around = (text) => JSON.stringify(text.slice(Math.max(0, at - 80), at + 120));
  return `at character ${at}\n  found:    …${around(found)}…\n  expected: …${around(expected)}…`;
}
