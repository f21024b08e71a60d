//! The command line → typed arguments. Help is written here, and only here.

use std::num::NonZeroUsize;

use clap::{Args, Parser, Subcommand, ValueEnum};
use encoding_rs::Encoding;

use crate::columns::Choice;
use crate::input::{Dialect, Format, Labels, Options};

/// Who is who in a list of names: persons out of mentions, in any script, with probabilities and
/// reasons.
#[derive(Debug, Parser)]
#[command(
    name = "aka",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  aka resolve mentions.csv
  aka resolve articles.csv register.xlsx --out resolved.csv --persons persons.csv
  aka compare \"Vikram Ruzahunov\" \"Викрам Рузахунов\"

Exit status: 0 done, 1 the input was wrong, 2 the command was."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Resolve(Resolve),
    Compare(Compare),
    Search(Search),
    Index(Index),
    Read(Read),
    Evaluate(Evaluate),
    Completions(Completions),
    Man(Man),
}

/// How lists are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Format of the input; recognized by content if not given
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<Format>,
    /// Encoding of the input, e.g. windows-1251; recognized if not given
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// Which column is what, e.g. name=Person; known headers need no telling
    #[arg(long = "column", value_name = "FIELD=HEADER")]
    pub(crate) columns: Vec<Choice>,
    /// Which label of an annotation tool is a person; PER, PERSON and the like if not given
    #[arg(long = "label", value_name = "LABEL")]
    pub(crate) labels: Vec<String>,
    /// What stands between the fields of a delimited list: one character, or tab; recognized if
    /// not given
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Take rows that are shorter or longer than the header; it is said which, nothing is lost
    #[arg(long)]
    pub(crate) ragged: bool,
    /// What stands between several names in one cell, e.g. ';'; the row then passes through once
    /// for each, numbered in the column name_part
    #[arg(long, value_name = "SEPARATOR", value_parser = separator)]
    pub(crate) split: Option<String>,
}

impl Reading {
    /// The first option that says how a list is read, if one was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let given = [
            (self.from.is_some(), "--from"),
            (self.encoding.is_some(), "--encoding"),
            (!self.columns.is_empty(), "--column"),
            (!self.labels.is_empty(), "--label"),
            (self.delimiter.is_some(), "--delimiter"),
            (self.ragged, "--ragged"),
            (self.split.is_some(), "--split"),
        ];
        given.into_iter().find(|(is_given, _)| *is_given).map(|(_, option)| option)
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            format: self.from,
            encoding: self.encoding,
            labels: Labels::new(&self.labels),
            dialect: Dialect { delimiter: self.delimiter, ragged: self.ragged },
            split: self.split.clone(),
            columns: self.columns.clone(),
        }
    }
}

/// Romanization tables of the user's own.
#[derive(Debug, Args)]
pub(crate) struct Tables {
    /// A romanization table of your own (may be given several times); it goes before the bundled ones
    #[arg(long = "table", value_name = "FILE")]
    pub(crate) files: Vec<String>,
}

/// Which mentions are one person: the rows of the lists, each with its person
///
/// Prints every input row with all its columns, in order, and person_id, person_name and
/// confidence. A list needs a column of names; id, source, document, language, role, passage (the
/// sentence), date, birth_date, country and gender are used where they are there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  aka resolve mentions.csv
  aka resolve mentions.csv cross-script.csv --links links.csv
  aka resolve export.xlsx --column name=Person --out resolved.jsonl
  aka resolve papers.csv --column name=Authors --split ';'
  aka resolve entities.ftm.json --persons merged.ftm.json --persons-as ftm
  zcat big.csv.gz | aka resolve - --threshold 0.9 > resolved.csv")]
pub(crate) struct Resolve {
    /// Lists of mentions (CSV, TSV, JSON, JSON lines, Excel, Parquet, Arrow, exports of other tools;
    /// .gz and .zst too), or -
    #[arg(required = true, value_name = "MENTIONS")]
    pub(crate) mentions: Vec<String>,
    /// Write the resolved mentions here; the format follows the ending
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<String>,
    /// Write a row per person here
    #[arg(long, value_name = "FILE")]
    pub(crate) persons: Option<String>,
    /// How --persons writes them
    #[arg(long, value_name = "FORM", default_value = "table", requires = "persons")]
    pub(crate) persons_as: PersonsAs,
    /// Write a row per link here: probability, bits and why
    #[arg(long, value_name = "FILE")]
    pub(crate) links: Option<String>,
    /// How --links writes them
    #[arg(long, value_name = "FORM", default_value = "table", requires = "links")]
    pub(crate) links_as: LinksAs,
    /// Write the network of mentions, documents and persons here (GraphML)
    #[arg(long, value_name = "FILE.graphml")]
    pub(crate) graph: Option<String>,
    /// Write one self-contained page here: persons, evidence, review list, network, figures
    #[arg(long, value_name = "FILE.html")]
    pub(crate) report: Option<String>,
    /// Say of one person, mention (by id) or name as written who that is and why, instead of the rows
    #[arg(long, value_name = "PERSON_OR_MENTION", conflicts_with = "format")]
    pub(crate) explain: Option<String>,
    /// The column that names the true person of each row, for the page's figures
    #[arg(long, value_name = "COLUMN", requires = "report")]
    pub(crate) gold: Option<String>,
    /// Format of the output, over its ending
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<OutFormat>,
    /// Put ' before cells that a spreadsheet would run as a formula (CSV and TSV)
    #[arg(long)]
    pub(crate) safe_cells: bool,
    /// Probability from which on two mentions are one person [default: 0.5]
    #[arg(long, value_name = "P", value_parser = probability, allow_negative_numbers = true)]
    pub(crate) threshold: Option<f64>,
    /// Probability that two names of the list are one person, before they are read;
    /// .30 if not given
    #[arg(long, value_name = "P", value_parser = probability, allow_negative_numbers = true)]
    pub(crate) prior: Option<f64>,
    /// How many threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) tables: Tables,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Are these two names one person's? Probability, bits and reasons
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  aka compare \"Arman Shoibekov\" \"Arlan Shoibekov\"
  aka compare \"Қасым-Жомарт Тоқаев\" \"Kassym-Jomart Tokayev\" --json
  aka compare --pairs pairs.csv > judged.csv")]
pub(crate) struct Compare {
    /// Two names
    #[arg(value_names = ["A", "B"], num_args = 2, required_unless_present = "pairs",
          conflicts_with = "pairs")]
    pub(crate) names: Vec<String>,
    /// A list with the columns left and right (or -); others are kept. A delimited one is judged as
    /// it is read, and may be larger than the memory
    #[arg(long, value_name = "FILE")]
    pub(crate) pairs: Option<String>,
    /// Probability that the two are one person, before they are read
    #[arg(long, value_name = "P", value_parser = probability, allow_negative_numbers = true)]
    pub(crate) prior: Option<f64>,
    /// One JSON object (a line per pair with --pairs)
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) tables: Tables,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Who on a list could this be? The best matches, with probabilities
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  aka search --list sanctions.csv \"Серик Турпанбаев\" --limit 5
  aka search --index sanctions.aka \"Серик Турпанбаев\"
  aka search --index sanctions.aka --names customers.csv --json > matches.jsonl")]
pub(crate) struct Search {
    /// The list to search: every name of it is compared
    #[arg(long, value_name = "FILE", required_unless_present = "index")]
    pub(crate) list: Option<String>,
    /// The index to search, made by `aka index build`: for long lists, and for many names
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(crate) index: Option<String>,
    /// Names to look for
    #[arg(required_unless_present = "names_from", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// A list of names to look for (or -), on all cores
    #[arg(long = "names", value_name = "FILE", conflicts_with = "names", requires = "index")]
    pub(crate) names_from: Option<String>,
    /// How many matches for each name
    #[arg(long, value_name = "K", default_value = "10", value_parser = count)]
    pub(crate) limit: NonZeroUsize,
    /// One JSON object a match
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) tables: Tables,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// An index of names for `aka search`: ready in milliseconds, however long the list
#[derive(Debug, Args)]
pub(crate) struct Index {
    #[command(subcommand)]
    pub(crate) step: IndexStep,
}

/// What is done to an index.
#[derive(Debug, Subcommand)]
pub(crate) enum IndexStep {
    /// Make an index of lists: of each row the name and the id, or the place where it has none
    #[command(after_help = "Example:\n  aka index build sanctions.csv --out sanctions.aka")]
    Build {
        /// Lists of names, or -
        #[arg(required = true, value_name = "LIST")]
        lists: Vec<String>,
        /// Where to write the index
        #[arg(long, value_name = "FILE")]
        out: String,
        #[command(flatten)]
        reading: Reading,
    },
    /// Add the names of lists
    Add {
        /// The index
        index: String,
        /// Lists of names, or -
        #[arg(required = true, value_name = "LIST")]
        lists: Vec<String>,
        #[command(flatten)]
        reading: Reading,
    },
    /// Remove the names with these ids
    Remove {
        /// The index
        index: String,
        /// Ids as the lists had them
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
}

/// How a name is read: tokens, their roles, and their spellings by standard
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  aka read \"ТОКАЕВ Касым-Жомарт Кемелевич\"
  aka read \"Хилл\" --language kk --table my-habit.txt")]
pub(crate) struct Read {
    /// Names
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Language of the names, e.g. kk; spellings by the standards of other languages are left out
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// One JSON object a name
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) tables: Tables,
}

/// How good is a resolved list, against a column that knows?
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  aka resolve mentions.csv --out resolved.csv && aka evaluate resolved.csv --gold gold")]
pub(crate) struct Evaluate {
    /// A resolved list (or -)
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// The column that names the true person of each row; rows without are left out
    #[arg(long, value_name = "COLUMN")]
    pub(crate) gold: String,
    /// The column that names the person found
    #[arg(long, value_name = "COLUMN", default_value = "person_id")]
    pub(crate) person: String,
    /// The column of confidences, if there is one
    #[arg(long, value_name = "COLUMN", default_value = "confidence")]
    pub(crate) confidence: String,
    /// The links that resolve wrote: are their probabilities right as often as they say?
    #[arg(long, value_name = "FILE")]
    pub(crate) links: Option<String>,
    /// The persons that resolve wrote: likewise their confidences
    #[arg(long, value_name = "FILE")]
    pub(crate) persons: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Prints completions for a shell, made from these very options
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  aka completions bash > ~/.local/share/bash-completion/completions/aka
  aka completions zsh > ~/.zfunc/_aka
  aka completions fish > ~/.config/fish/completions/aka.fish")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Prints the manual page, of aka or of one command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  aka man | man -l -
  aka man resolve > ~/.local/share/man/man1/aka-resolve.1")]
pub(crate) struct Man {
    /// A command of aka
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// What a file of persons looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PersonsAs {
    /// A row per person: names by script and language, spellings, documents, sources
    Table,
    /// FollowTheMoney: an entity per person, merged from its mentions, JSON lines
    Ftm,
    /// OpenRefine: a record per person, a row for each of its spellings
    Openrefine,
}

/// What a file of links looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinksAs {
    /// Names, documents, places, probability, bits and why
    Table,
    /// Splink's pairs: match_weight, match_probability, unique_id_l, unique_id_r
    Splink,
    /// nomenklatura's judgement lines, for FollowTheMoney tools
    Judgements,
}

/// The formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutFormat {
    /// Comma-separated
    Csv,
    /// Tab-separated
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// Parquet (into a file only)
    #[cfg(feature = "parquet")]
    Parquet,
    /// Arrow IPC: a file (Feather 2), or a stream on standard output
    #[cfg(feature = "arrow")]
    Arrow,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if p > 0.0 && p < 1.0 => Ok(p),
        _ => Err("expected a probability between 0 and 1, such as 0.5".into()),
    }
}

fn count(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "expected a number from 1 on".into())
}

/// More threads than this only wait for one another, and starting them takes longer than the work.
const THREADS_MAX: usize = 1024;

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    count(text)
        .ok()
        .filter(|threads| threads.get() <= THREADS_MAX)
        .ok_or_else(|| format!("expected a number from 1 to {THREADS_MAX}"))
}

fn encoding(text: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(text.as_bytes())
        .ok_or_else(|| "expected an encoding such as utf-8, windows-1251 or gb18030".into())
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [one] if one.is_ascii() && !b"\"\r\n".contains(one) => Ok(*one),
            _ => Err("expected one character such as ; or |, or tab".into()),
        },
    }
}

fn separator(text: &str) -> Result<String, String> {
    match text {
        "" => Err("expected what stands between names, such as ;".into()),
        "\\n" => Ok("\n".to_owned()),
        _ => Ok(text.to_owned()),
    }
}
