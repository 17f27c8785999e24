//! Words as numbers: equal words have equal ones.
//!
//! Most of the time that joining takes is spent on reading the words of all quotes, so that
//! is done on all cores: each run of sayings has a vocabulary of its own, and only the words
//! of these are looked up in the one of all.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Saying;
use super::compare::{FIRST_WORD, GAP, Token};
use crate::text::Word;

/// How many sayings share a vocabulary at first.
const RUN: usize = 4_096;

/// A run of sayings in tokens of its own vocabulary, which are places in `vocabulary`.
struct Run<'a> {
    vocabulary: Vec<&'a str>,
    tokens: Vec<Vec<Token>>,
}

/// The tokens of each saying.
pub(super) fn tokens(sayings: &[Saying]) -> Vec<Vec<Token>> {
    let runs: Vec<Run<'_>> = sayings.par_chunks(RUN).map(run).collect();
    let mut all: HashMap<&str, Token> = HashMap::new();
    let renumbered: Vec<(Vec<Vec<Token>>, Vec<Token>)> = runs
        .into_iter()
        .map(|run| {
            let numbers = run.vocabulary.into_iter().map(|word| number(word, &mut all)).collect();
            (run.tokens, numbers)
        })
        .collect();
    let translated = renumbered.into_par_iter().flat_map_iter(|(sayings, numbers)| {
        sayings.into_iter().map(move |mut tokens| {
            for token in tokens.iter_mut().filter(|token| **token >= FIRST_WORD) {
                *token = numbers[(*token - FIRST_WORD) as usize];
            }
            tokens
        })
    });
    translated.collect()
}

fn run(sayings: &[Saying]) -> Run<'_> {
    let mut vocabulary = Vec::new();
    let mut known: HashMap<&str, Token> = HashMap::new();
    let mut token = |word| match word {
        &Word::Gap => GAP,
        &Word::Inserted(count) => Token::try_from(count).unwrap_or(Token::MAX).clamp(1, FIRST_WORD - 1),
        Word::Is(word) => {
            let token = number(word, &mut known);
            if known.len() > vocabulary.len() {
                vocabulary.push(&**word);
            }
            token
        }
    };
    let tokens = sayings.iter().map(|saying| saying.words.iter().map(|spoken| token(&spoken.word)).collect());
    let tokens = tokens.collect();
    Run { vocabulary, tokens }
}

/// The number of a word: the next one, if it is new.
fn number<'a>(word: &'a str, known: &mut HashMap<&'a str, Token>) -> Token {
    let next = FIRST_WORD.saturating_add(Token::try_from(known.len()).unwrap_or(Token::MAX));
    *known.entry(word).or_insert(next)
}
