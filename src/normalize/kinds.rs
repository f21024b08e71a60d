//! Pieces → what each does in the name: title, particle, initial, patronymic …

use super::clean::is_letter;
use super::split::{Case, Piece};
use super::words::{self, Joint, Phrase, Uses};
use super::{Script, TokenKind, east_asia, patronymics};

/// Settles the kind of every piece; initials written in one are cut apart.
pub(super) fn assign(pieces: &mut Vec<Piece>, text: &str, language: Option<&str>) {
    let french = language.map(|tag| tag.split(['-', '_']).next() == Some("fr"));
    if !text.is_ascii() {
        east_asia::detach(pieces);
    }
    stuck_initials(pieces, text);
    let mut start = label(pieces);
    let first = start;
    while start < pieces.len() {
        let more = pieces[start + 1..].iter().take_while(|piece| !piece.comma).count();
        let end = start + 1 + more;
        let words = pieces[..start].iter().filter(|piece| piece.kind == TokenKind::Word);
        let full =
            words.clone().count() > 1 && words.clone().any(|piece| piece.case != Case::Lower);
        if start == first && is_office_of(&pieces[start..]) {
            set(&mut pieces[start..end], TokenKind::Title);
        } else {
            segment(&mut pieces[start..end], start > first, full, french);
        }
        start = end;
    }
    keep_a_core(pieces);
    patronymics::assign(pieces);
}

/// `Citizen: Duroc`: what a colon follows is a title; the index of the first piece after it.
fn label(pieces: &mut [Piece]) -> usize {
    let colon = pieces.iter().take(5).position(|piece| piece.colon).unwrap_or(0);
    for piece in &mut pieces[..colon] {
        piece.kind = TokenKind::Title;
    }
    colon
}

/// Forms of several words: each piece learns what the phrase is; `s/o` and `г-н` become one.
pub(super) fn phrases(pieces: &mut Vec<Piece>, text: &str) {
    broken(pieces);
    let mut at = 0;
    while at < pieces.len() {
        let found =
            words::phrases(&pieces[at].text).iter().find(|phrase| is_at(pieces, at, phrase));
        let Some(phrase) = found else {
            at += 1;
            continue;
        };
        let count = phrase.rest.len() + 1;
        for piece in &mut pieces[at..at + count] {
            piece.uses = phrase.uses;
        }
        if phrase.rest.iter().any(|(joint, _)| *joint == Joint::Space) {
            at += count;
            continue;
        }
        merge(pieces, at, count, text);
        at += 1;
    }
}

/// `Sena tor`, `Ge sandten`: a title that print or a scanner broke is one word.
fn broken(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at + 1 < pieces.len() {
        let (piece, next) = (&pieces[at], &pieces[at + 1]);
        let halves = piece.case == Case::Title
            && next.case == Case::Lower
            && piece.uses == Uses::NONE
            && !piece.dotted
            && !next.comma
            && !next.stuck
            && piece.fence == next.fence
            && Script::of_text(&piece.text) == Script::of_text(&next.text);
        let whole = halves.then(|| format!("{}{}", piece.text, next.text));
        let uses = whole.as_ref().map_or(Uses::NONE, |whole| words::uses(whole));
        if let Some(whole) = whole.filter(|_| uses.has(Uses::TITLE) && !uses.any(Uses::WEAK)) {
            let (end, dotted) = (next.end, next.dotted);
            pieces[at] = Piece { text: whole, end, dotted, uses, ..pieces[at].clone() };
            pieces.remove(at + 1);
        }
        at += 1;
    }
}

fn merge(pieces: &mut Vec<Piece>, at: usize, count: usize, text: &str) {
    let last = pieces[at + count - 1].clone();
    let first = &mut pieces[at];
    first.end = last.end;
    first.dotted = last.dotted;
    first.text = super::split::fold(&text[first.start..first.end]);
    pieces.drain(at + 1..at + count);
}

fn is_at(pieces: &[Piece], at: usize, phrase: &Phrase) -> bool {
    let Some(rest) = pieces.get(at + 1..at + 1 + phrase.rest.len()) else {
        return false;
    };
    let fits = |(piece, (joint, word)): (&Piece, &(Joint, String))| {
        piece.text == *word
            && piece.fence == pieces[at].fence
            && match joint {
                Joint::Space => !piece.comma && !piece.slash,
                Joint::Hyphen => piece.joined,
                Joint::Slash => piece.slash,
                Joint::Dot => piece.stuck && !piece.joined,
            }
    };
    // `Maria z d. Nowak`, but `Z. D. Nowak`.
    let small = pieces[at].case == Case::Lower || !phrase.uses.has(Uses::APART);
    // `H.H. Sheikh …`, but `H. H. Asquith`.
    let titled = pieces.get(at + 1 + phrase.rest.len());
    let titled = titled.is_some_and(|next| next.uses.has(Uses::TITLE));
    small
        && rest.iter().zip(&phrase.rest).all(fits)
        && ((titled && phrase.uses.has(Uses::TITLE)) || !are_initials(&pieces[at..], at, phrase))
}

/// `Wang, Q.C.` is no Queen's Counsel, `John Smith, Q.C.` is one.
fn are_initials(pieces: &[Piece], before: usize, phrase: &Phrase) -> bool {
    let letters = &pieces[..=phrase.rest.len()];
    letters.len() == 2
        && before < 2
        && !phrase.uses.has(Uses::ALIAS)
        && phrase.rest[0].0 == Joint::Dot
        && letters.iter().all(|piece| piece.case == Case::Upper && piece.text.chars().count() == 1)
}

/// `VI Petrov`, `Petrov VI`: up to three capitals beside a word in mixed case are initials.
fn stuck_initials(pieces: &mut Vec<Piece>, text: &str) {
    let mixed = pieces.iter().any(|piece| matches!(piece.case, Case::Title | Case::Mixed));
    if !mixed {
        return;
    }
    let mut at = 0;
    while at < pieces.len() {
        if is_stuck(pieces, at) {
            let apart = letters(&pieces[at], text);
            let count = apart.len();
            pieces.splice(at..=at, apart);
            at += count;
        } else {
            at += 1;
        }
    }
}

fn is_stuck(pieces: &[Piece], at: usize) -> bool {
    let piece = &pieces[at];
    let count = piece.text.chars().count();
    let mut known = Uses::SHORT | Uses::TITLE | Uses::PARTICLE;
    if at > 0 {
        known |= Uses::SUFFIX;
        if !piece.uses.has(Uses::APART) || piece.comma {
            known |= Uses::POSTNOMINAL;
        }
    }
    piece.kind == TokenKind::Word
        && piece.case == Case::Upper
        && (2..=3).contains(&count)
        && piece.text.chars().all(is_letter)
        && !piece.uses.any(known | Uses::KIN_BEFORE | Uses::KIN_AFTER | Uses::KIN)
        && !piece.joined
        && pieces.get(at + 1).is_none_or(|next| !next.joined)
        && !(count == 3 && is_syllable(&piece.text))
        && !is_regnal(pieces, at)
        // `Tim Berners-Lee OM KBE`.
        && !(at > 1 && pieces.get(at + 1).is_some_and(|next| is_loud_letters(next, false)))
}

/// Letters after a name, in capitals; after a comma also those that could be initials.
fn is_loud_letters(piece: &Piece, after_comma: bool) -> bool {
    let loud = matches!(piece.case, Case::Upper | Case::Mixed);
    piece.uses.has(Uses::POSTNOMINAL) && (after_comma || (loud && !piece.uses.has(Uses::APART)))
}

/// `KIM`, `ЦОЙ`: a consonant, a vowel, a letter: a short family name rather than initials.
fn is_syllable(text: &str) -> bool {
    let vowel = |character: char| "aeiouyаеёиоуыэюяіїє".contains(character);
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|letter| !vowel(letter));
    first && letters.next().is_some_and(vowel)
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

/// A numeral after a name that kings bear.
fn is_regnal(pieces: &[Piece], at: usize) -> bool {
    at > 0
        && is_roman(&pieces[at].text)
        && (pieces[at - 1].uses.has(Uses::REGNAL)
            // Nobody's initials are of another script than the name.
            || !pieces[at - 1].text.is_ascii()
            || (pieces[at].text.contains('x') && pieces[at].text.len() > 1 && !is_xi(&pieces[at])))
}

/// `Jinping Xi`, but `Pius XI` and `John Smith Iii`.
fn is_xi(piece: &Piece) -> bool {
    piece.case == Case::Title && matches!(piece.text.as_str(), "xi" | "vi")
}

fn letters(piece: &Piece, text: &str) -> Vec<Piece> {
    let surface = &text[piece.start..piece.end];
    let apart = surface.char_indices().enumerate().map(|(index, (offset, letter))| Piece {
        start: piece.start + offset,
        end: piece.start + offset + letter.len_utf8(),
        text: letter.to_lowercase().collect(),
        comma: piece.comma && index == 0,
        stuck: index > 0 || piece.stuck,
        uses: Uses::NONE,
        kind: TokenKind::Initial,
        ..piece.clone()
    });
    apart.collect()
}

/// The stretch between two commas; `full`: a whole name stands before it; `french`: whether the
/// text is, where that is known.
fn segment(pieces: &mut [Piece], after_comma: bool, full: bool, french: Option<bool>) {
    if after_comma && is_role(pieces, full) {
        set(pieces, TokenKind::Title);
        return;
    }
    let small = is_small(pieces);
    for at in 0..pieces.len() {
        let word = pieces[at].kind == TokenKind::Word;
        if word && (is_initial(&pieces[at], small) || is_first_of_initials(pieces, at)) {
            pieces[at].kind = TokenKind::Initial;
        }
    }
    let start = leading(pieces, french);
    let end = noble(pieces, start);
    let end = trailing(&mut pieces[..end], start, after_comma);
    middle(pieces, start, end, after_comma);
}

fn set(pieces: &mut [Piece], kind: TokenKind) {
    for piece in pieces.iter_mut().filter(|piece| piece.kind != TokenKind::Nickname) {
        piece.kind = kind;
    }
}

/// `Minister des Innern, Graf Eulenburg`: what stands before the comma says what he is.
fn is_office_of(pieces: &[Piece]) -> bool {
    const OF: [&str; 15] = [
        "of", "at", "for", "in", "des", "der", "für", "im", "bei", "seit", "du", "au", "aux", "à",
        "depuis",
    ];
    let office = |piece: &Piece| {
        piece.uses.has(Uses::ROLE) && !piece.uses.any(Uses::NOBLE | Uses::WEAK | Uses::PHRASE)
    };
    let offices = pieces.iter().take_while(|piece| office(piece)).count();
    let of = pieces.get(offices).is_some_and(|piece| OF.contains(&piece.text.as_str()));
    let mut rest = pieces.iter().skip_while(|piece| !piece.comma);
    let named = |piece: &Piece| {
        matches!(piece.case, Case::Title | Case::Upper | Case::Mixed)
            && !piece.uses.any(Uses::TITLE | Uses::POSTNOMINAL | Uses::SUFFIX)
    };
    offices > 0 && of && !pieces[offices].comma && rest.any(named)
}

/// Nothing in it is a name: it says what somebody is.
fn is_role(pieces: &[Piece], full: bool) -> bool {
    let described = full && pieces.iter().all(|piece| piece.case == Case::Lower);
    let of = pieces.get(1).is_some_and(|next| next.text == "of");
    // `Natalicio Gonzalez, den Führer der Partei`.
    const ARTICLES: [&str; 12] =
        ["the", "der", "die", "das", "den", "dem", "le", "la", "ein", "eine", "un", "une"];
    let article = pieces.len() > 1
        && pieces[0].case == Case::Lower
        && ARTICLES.contains(&pieces[0].text.as_str());
    described
        || (full && article)
        || (of && pieces[0].uses.has(Uses::TITLE))
        || pieces.first().is_some_and(|piece| {
            (piece.uses.has(Uses::ROLE) && !piece.uses.has(Uses::WEAK))
                || (piece.uses.has(Uses::ORDINAL) && pieces.len() > 1)
                || (piece.uses.has(Uses::TITLE) && pieces.len() == 1 && !piece.uses.has(Uses::WEAK))
        })
}

/// `1st Baron Clifford of Chudleigh` after a name, `of Wales` after a prince: where it begins.
fn noble(pieces: &mut [Piece], start: usize) -> usize {
    let titled = pieces[..start].iter().any(|piece| piece.uses.has(Uses::NOBLE));
    let begins = |at: &usize| {
        let (piece, next) = (&pieces[*at], &pieces[*at + 1]);
        (piece.uses.has(Uses::ORDINAL) && next.uses.has(Uses::TITLE))
            || (titled && piece.text == "of")
    };
    let last = pieces.len().saturating_sub(1);
    let end = (start + 1..last).find(begins).unwrap_or(pieces.len());
    set(&mut pieces[end..], TokenKind::Title);
    end
}

/// Whether nothing is printed with a capital, so that small letters tell nothing.
fn is_small(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| matches!(piece.case, Case::Lower | Case::None))
}

/// `small`: nothing around it has a capital.
fn is_initial(piece: &Piece, small: bool) -> bool {
    if piece.uses.has(Uses::TITLE | Uses::PHRASE) {
        return false;
    }
    // `Hrn. v. Blochausen`, but `v. putin`.
    let particle = piece.uses.has(Uses::PARTICLE) && !(small && piece.uses.has(Uses::APART));
    let mut letters = piece.text.chars().filter(|letter| is_letter(*letter));
    let count = letters.by_ref().count();
    if count == 0 || piece.text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    match (piece.case, piece.dotted) {
        // `Seán Ó Ceallaigh`: a letter with a mark is rarely cut short without a dot.
        (_, false) if piece.text == "ó" && piece.uses.has(Uses::PARTICLE) => false,
        (Case::None, true) if east_asia::is_east(&piece.text) => false,
        (Case::Upper, _) if count == 1 => true,
        (Case::Lower, false) => count == 1 && !piece.joined && !particle,
        (Case::None, false) => count == 1 && is_abjad(&piece.text),
        (_, false) => count == 1,
        (_, true) => {
            // `Yu. Gagarin`: one letter of Cyrillic, whatever name it could be without the dot.
            const SOUNDS: [&str; 12] =
                ["yu", "ya", "ye", "yo", "ju", "ja", "je", "zh", "kh", "ts", "ch", "sh"];
            if piece.case == Case::Title && SOUNDS.contains(&piece.text.as_str()) {
                return true;
            }
            let known = Uses::TITLE | Uses::SUFFIX | Uses::SHORT | Uses::ALIAS;
            let known = piece.uses.any(known) || (particle && piece.case != Case::Title);
            count <= 2 && !known
        }
    }
}

/// `Sh.M.Mirziyoyev`: two letters for one sound, whatever else they could be, where an initial follows without a space.
fn is_first_of_initials(pieces: &[Piece], at: usize) -> bool {
    let piece = &pieces[at];
    let follows = pieces.get(at + 1).is_some_and(|next| {
        next.stuck && next.dotted && next.text.chars().count() == 1 && next.case == Case::Upper
    });
    follows
        && at + 2 < pieces.len()
        && piece.dotted
        && piece.case == Case::Title
        && piece.text.chars().count() == 2
}

fn is_abjad(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '\u{590}'..='\u{6ff}'))
}

/// Marks the titles before the name; the index of the first piece that is none.
fn leading(pieces: &mut [Piece], french: Option<bool>) -> usize {
    let mut at = 0;
    while at + 1 < pieces.len() && is_title(pieces, at, french) {
        pieces[at].kind = TokenKind::Title;
        at += 1;
    }
    at
}

fn is_title(pieces: &[Piece], at: usize, french: Option<bool>) -> bool {
    let (piece, next) = (&pieces[at], &pieces[at + 1]);
    if piece.kind == TokenKind::Title {
        return true;
    }
    let named = |piece: &&Piece| {
        piece.kind == TokenKind::Word && (piece.joined || !piece.uses.has(Uses::PARTICLE))
    };
    let words = pieces[at + 1..].iter().filter(named).count();
    if piece.kind == TokenKind::Initial {
        // `M. Ador`, `о. Иоанн`, but `M. G. Pandithan` and `О. Петров`. Monsieur is French; where
        // the language is unknown, a lone name after `M.` leaves it open, and a title says less; but a
        // name that ends as names of other languages do (`M. Volkov`) has an initial before it.
        let mut names = pieces[at + 1..].iter().filter(|piece| !piece.uses.has(Uses::PARTICLE));
        let first = names.next();
        let foreign = first.is_some_and(|name| is_slavic(&name.text));
        let alone = (names.next().is_none() && !foreign) || is_article(pieces, at + 1);
        let lone = piece.text == "m" && at == 0 && french.unwrap_or(alone);
        if piece.uses.has(Uses::SYLLABLES) {
            return !piece.dotted && pieces[at + 1..].iter().all(is_one_syllable);
        }
        let small = !matches!(piece.case, Case::Upper);
        return piece.dotted
            && piece.uses.has(Uses::TITLE)
            && next.kind == TokenKind::Word
            && (lone || small)
            && (!piece.uses.has(Uses::WEAK) || words > 1);
    }
    if at > 0 && is_article(pieces, at) {
        return true;
    }
    if next.joined {
        // `ex-President`; the office is a title by itself.
        return is_former(&piece.text) && next.uses.has(Uses::TITLE) && pieces.len() > at + 2;
    }
    // `31n.`, as scanners read Mr.: no name has a digit and a dot.
    let has = |of: fn(&char) -> bool| piece.text.chars().any(|letter| of(&letter));
    if piece.dotted && has(char::is_ascii_digit) && has(|letter| is_letter(*letter)) {
        return true;
    }
    if piece.uses.has(Uses::ORDINAL) {
        return next.uses.has(Uses::TITLE);
    }
    if is_common_noun(piece, next) {
        return true;
    }
    let dotted = piece.dotted && !piece.uses.has(Uses::DOTTED);
    let enough = words > 1 || dotted || next.text == "of";
    piece.uses.has(Uses::TITLE)
        && (!piece.uses.has(Uses::DOTTED) || piece.dotted)
        && (!piece.uses.has(Uses::WEAK) || enough)
}

/// Whether it ends as family names of the East do; those of Germans and Swiss are at home in French.
fn is_slavic(name: &str) -> bool {
    const NEAR: [&str; 6] = ["son", "sen", "mann", "berg", "stein", "ian"];
    words::is_family(name) && !NEAR.iter().any(|ending| name.ends_with(ending))
}

/// `Thant`, `Nu`: a Burmese name is made of such words; Indian names after an initial `U` are not.
fn is_one_syllable(piece: &Piece) -> bool {
    let vowel = |letter: char| "aeiouy".contains(letter);
    let mut runs = piece.text.split(|letter| !vowel(letter)).filter(|run| !run.is_empty());
    let begins_with_glide = piece.text.starts_with('y');
    piece.kind == TokenKind::Word
        && piece.text.is_ascii()
        && piece.text.len() <= 6
        && runs.next().is_some()
        && (runs.next().is_none() || begins_with_glide && runs.next().is_none())
}

/// `witness` of `witness Smith`: a small word before a capital is no name, whatever it says.
fn is_common_noun(piece: &Piece, next: &Piece) -> bool {
    const LETTERS_MIN: usize = 4;
    piece.kind == TokenKind::Word
        && piece.case == Case::Lower
        && matches!(next.case, Case::Title | Case::Upper)
        && piece.text.chars().count() >= LETTERS_MIN
        && piece.text.chars().all(is_letter)
        && !piece.uses.any(Uses::PARTICLE | Uses::KIN_BEFORE | Uses::KIN | Uses::KIN_AFTER)
}

/// What sets an office apart that its bearer no longer has, or has in the second place.
fn is_former(text: &str) -> bool {
    matches!(text, "ex" | "vice" | "former" | "экс" | "вице" | "екс" | "віце")
}

/// `le` of `M. le président`.
fn is_article(pieces: &[Piece], at: usize) -> bool {
    matches!(pieces[at].text.as_str(), "le" | "la")
        && pieces.get(at + 1).is_some_and(|next| next.uses.has(Uses::TITLE))
}

/// Marks what follows the name; the index after the last piece of the name proper.
fn trailing(pieces: &mut [Piece], start: usize, after_comma: bool) -> usize {
    const LETTERS_MAX: usize = 3;
    let mut end = pieces.len();
    let shouted = pieces.iter().all(|piece| matches!(piece.case, Case::Upper | Case::None));
    while end > start && (end > start + 1 || after_comma) {
        let piece = &pieces[end - 1];
        let title = piece.uses.has(Uses::AFTER) && !piece.joined && end > start + 1;
        let dot = !piece.uses.has(Uses::SUFFIX_DOTTED) || piece.dotted;
        // Unknown letters before known ones are of the same sort.
        let before_letters = end > start + 2
            && piece.case == Case::Upper
            && piece.text.chars().count() <= LETTERS_MAX
            && !(is_syllable(&piece.text) || piece.uses.has(Uses::SHORT))
            && pieces.get(end).is_some_and(|next| is_loud_letters(next, false));
        let letters = (after_comma && is_loud_letters(piece, true))
            || (!shouted && (is_loud_letters(piece, false) || before_letters));
        let word = piece.kind != TokenKind::Initial && !piece.joined && !is_xi(piece);
        let suffix = (piece.uses.has(Uses::SUFFIX) && dot && word) || is_regnal(pieces, end - 1);
        if piece.kind == TokenKind::Title || title {
            pieces[end - 1].kind = TokenKind::Title;
        } else if suffix || letters {
            pieces[end - 1].kind = TokenKind::Suffix;
        } else {
            break;
        }
        end -= 1;
    }
    end
}

/// Marks particles, kinship words and titles inside the name.
fn middle(pieces: &mut [Piece], start: usize, end: usize, after_comma: bool) {
    let small = is_small(pieces);
    for at in start..end {
        if pieces[at].kind != TokenKind::Word {
            continue;
        }
        let (first, last) = (at == start, at + 1 == end);
        let piece = &pieces[at];
        let lower = piece.case == Case::Lower && !small;
        let named = first && piece.uses.has(Uses::WEAK) && !lower;
        let next = pieces.get(at + 1).is_some_and(|next| next.joined);
        let apart = piece.uses.has(Uses::APART) && !lower && !next;
        let half = piece.joined && !next;
        let uses = piece.uses;
        let son_of = uses.any(Uses::KIN_BEFORE | Uses::KIN) && !last && !named;
        let kind = if son_of || (uses.has(Uses::KIN_AFTER) && !first) {
            TokenKind::Kinship
        } else if uses.has(Uses::PARTICLE)
            && !named
            && !apart
            && !half
            && (!last || (after_comma && !first))
        {
            TokenKind::Particle
        } else if !first
            && piece.case == Case::Upper
            && ((uses.has(Uses::SUFFIX) && is_roman(&piece.text)) || is_regnal(pieces, at))
        {
            TokenKind::Suffix
        } else if uses.has(Uses::TITLE) && piece.dotted && !last {
            TokenKind::Title
        } else if piece.joined && piece.dotted && uses.has(Uses::SUFFIX) {
            // `Сидоров-мл. Пётр`.
            pieces[at].joined = false;
            TokenKind::Suffix
        } else {
            continue;
        };
        pieces[at].kind = kind;
    }
}

/// A name is never titles only: the last of them is then what it is known by.
fn keep_a_core(pieces: &mut [Piece]) {
    let core = |piece: &Piece| {
        use TokenKind::{Initial, Patronymic, Word};
        matches!(piece.kind, Word | Initial | Patronymic)
    };
    if !pieces.iter().any(core)
        && let Some(last) = pieces.iter_mut().rev().find(|piece| piece.kind != TokenKind::Numeral)
    {
        last.kind = TokenKind::Word;
    }
}
