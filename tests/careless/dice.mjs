// Random numbers that a seed decides.

/** Dice whose throws are the same for the same seed. */
export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, and not including, 1 (the generator is Mulberry32). */
  #next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, and not including, `limit`. */
  below(limit) {
    return Math.floor(this.#next() * limit);
  }

  /** Whether something happens that does in `percent` of all cases. */
  chance(percent) {
    return this.below(100) < percent;
  }

  /** One of a list. */
  pick(list) {
    return list[this.below(list.length)];
  }

  /** The value of one of `[weight, value]`; a greater weight is picked more often. */
  weighted(choices) {
    let at = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of choices) {
      at -= weight;
      if (at < 0) return value;
    }
    throw new Error("there is nothing to pick from");
  }
}
