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

use std::path::Path;
use std::process::{self, ExitCode};

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| wrong_command(&error));
    let outcome = match cli.command {
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

/// Ends with what is wrong with the command. Whoever gives nothing but a list wants it resolved.
fn wrong_command(error: &clap::Error) -> ! {
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && Path::new(word).is_file()
    {
        terminal::say(&format!("error: expected a command, found a file; aka resolve {word}"));
        process::exit(2);
    }
    error.exit()
}
