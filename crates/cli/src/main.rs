//! The `aka` command: arguments and files in, results out. No matching logic lives here.

mod args;
mod failure;
mod terminal;
mod table;
mod input;
mod columns;
mod engine;
mod commands;
mod output;
mod people;
mod report;
mod explain;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Resolve(args) => commands::resolve(&args),
        Command::Compare(args) => commands::compare(&args),
        Command::Search(args) => commands::search(&args),
        Command::Index(args) => commands::index(&args),
        Command::Read(args) => commands::read(&args),
        Command::Evaluate(args) => commands::evaluate(&args),
        Command::Completions(args) => commands::completions(&args),
        Command::Man(args) => commands::man(&args),
    };
    match outcome {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Wrong(message)) => {
            terminal::say(&message);
            ExitCode::FAILURE
        }
        Err(Failure::Usage(message)) => {
            terminal::say(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}
