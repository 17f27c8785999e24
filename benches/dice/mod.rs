//! Numbers and words that look random and are the same in every run.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

/// The same numbers in every run (xorshift).
pub struct Dice(u64);

impl Dice {
    /// Dice that fall in an order of their own for each seed, which is not 0.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A word: the nth of the vocabulary about 1/n as often as the first (Zipf).
    pub fn word(&mut self) -> String {
        let share = self.below(1 << 32) as f64 / (1u64 << 32) as f64;
        format!("w{:.0}", 20_000_f64.powf(share).floor())
    }

    /// So many words.
    pub fn words(&mut self, count: u64) -> Vec<String> {
        (0..count).map(|_| self.word()).collect()
    }
}
