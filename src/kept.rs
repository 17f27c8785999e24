//! What was made before, kept for the next time.
//!
//! In: things by key, each with all that decides what becomes of it. Out: what becomes of
//! them, made anew only where what decides on it differs. Must not know: what is made.

use std::sync::Arc;

use rayon::prelude::*;

/// What became of each thing the last time.
#[derive(Debug)]
pub struct Kept<K, I, O> {
    /// Ascending by key.
    made: Vec<(K, I, O)>,
}

impl<K, I, O> Default for Kept<K, I, O> {
    fn default() -> Self {
        Self { made: Vec::new() }
    }
}

impl<K, I, O> Kept<K, I, O>
where
    K: Ord + Sync + Send,
    I: PartialEq + Sync + Send,
    O: Sync + Send,
{
    /// What becomes of each of `things`, which ascend by key, with what it was made from. All
    /// that `make` looks at besides the key must be part of a thing's input. What is no longer
    /// asked for is forgotten.
    pub fn all(&mut self, things: Vec<(K, I)>, make: impl Fn(&K, &I) -> O + Sync) -> &[(K, I, O)] {
        let same_keys = self.made.len() == things.len()
            && self.made.iter().zip(&things).all(|((was, ..), (is, _))| was == is);
        if !same_keys {
            self.rekey(things, make);
            return &self.made;
        }
        let both = self.made.iter_mut().zip(things);
        let changed: Vec<_> = both.filter(|((_, was, _), (_, is))| was != is).collect();
        let one = |((key, was, output), (_, is)): (&mut (K, I, O), (K, I))| {
            *output = make(key, &is);
            *was = is;
        };
        // Threads are woken only where there is something to do for several of them.
        match changed.len() {
            0 | 1 => changed.into_iter().for_each(one),
            _ => changed.into_par_iter().for_each(one),
        }
        &self.made
    }

    /// What became of each thing the last time, ascending by key, with what it was made from.
    pub fn made(&self) -> &[(K, I, O)] {
        &self.made
    }

    fn rekey(&mut self, things: Vec<(K, I)>, make: impl Fn(&K, &I) -> O + Sync) {
        let mut before = std::mem::take(&mut self.made).into_iter().peekable();
        let kept: Vec<(K, I, Option<O>)> = things
            .into_iter()
            .map(|(key, input)| {
                while before.next_if(|(other, ..)| *other < key).is_some() {}
                let same = before.next_if(|(other, was, _)| *other == key && *was == input);
                (key, input, same.map(|(_, _, output)| output))
            })
            .collect();
        let one = |(key, input, kept): (K, I, Option<O>)| {
            let output = kept.unwrap_or_else(|| make(&key, &input));
            (key, input, output)
        };
        self.made = kept.into_par_iter().map(one).collect();
    }
}

/// A shared value that is the same as another only where both are one in memory: what was
/// made again is taken for different.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[test]
    fn only_what_differs_is_made_again() {
        let mut kept = Kept::default();
        let made = AtomicUsize::new(0);
        let mut check = |things: &[(&'static str, i32)], expect: usize| {
            made.store(0, Relaxed);
            let outputs = kept.all(things.to_vec(), |key, input| {
                made.fetch_add(1, Relaxed);
                format!("{key}{input}")
            });
            let wanted: Vec<_> =
                things.iter().map(|(key, input)| (*key, *input, format!("{key}{input}"))).collect();
            assert_eq!(outputs, wanted);
            assert_eq!(made.load(Relaxed), expect, "{things:?}");
        };
        check(&[("a", 1), ("b", 1), ("d", 1)], 3);
        check(&[("a", 1), ("b", 1), ("d", 1)], 0);
        check(&[("a", 1), ("b", 2), ("d", 1)], 1);
        check(&[("b", 2), ("c", 1), ("d", 1)], 1);
        check(&[("a", 1), ("c", 1), ("d", 2), ("e", 1)], 3);
        check(&[], 0);
        check(&[("a", 1)], 1);
    }
}
