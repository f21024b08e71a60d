//! `aka completions` and `aka man`: the command line, told to shells and to `man`.

use clap::CommandFactory;

use crate::args::{Cli, Completions, Man};
use crate::failure::{Failure, Outcome, listed, quoted};
use crate::terminal::stdout;

/// Completions for one shell.
pub(crate) fn completions(args: &Completions) -> Outcome<()> {
    // Made in memory: the generator panics where its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "aka", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    Ok(out.flush()?)
}

/// The manual page of `aka`, or of one of its commands.
pub(crate) fn man(args: &Man) -> Outcome<()> {
    let mut whole = Cli::command();
    whole.build();
    let page = match &args.command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let page = found.ok_or_else(|| {
                let names: Vec<&str> =
                    whole.get_subcommands().map(|known| known.get_name()).collect();
                let (found, names) = (quoted(name), listed(&names));
                Failure::Wrong(format!("expected a command ({names}), found {found}"))
            })?;
            page.name(format!("aka-{name}")).display_name(format!("aka-{name}"))
        }
    };
    let mut out = stdout();
    clap_mangen::Man::new(page).render(&mut out)?;
    Ok(out.flush()?)
}
