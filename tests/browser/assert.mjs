// What checks say of a page, waiting a moment for it to come true.

import assert from "node:assert/strict";

export const { equal, ok } = assert;

/** How long a page may take. */
const PATIENCE = 4000;

/** Waits until a question about the page is answered so. */
export async function becomes(page, question, expected, given) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await page.evaluate(question, given);
    if (JSON.stringify(answer) === JSON.stringify(expected)) return;
    if (Date.now() > end) assert.deepEqual(answer, expected, question.toString());
    await page.waitForTimeout(30);
  }
}

/** That a question about the page is answered so for a while. */
export async function stays(page, question, expected, forLong = 800) {
  const end = Date.now() + forLong;
  while (Date.now() < end) {
    assert.deepEqual(await page.evaluate(question), expected, question.toString());
    await page.waitForTimeout(60);
  }
}

/** That something fails: a check that cannot is none. */
export async function fails(action, words) {
  const error = await action().then(() => null, (error) => error);
  assert.ok(error && String(error).includes(words), `this should have failed with ${words}, and came to ${error}`);
}
