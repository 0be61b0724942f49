"""`flask words`: which sentences of pages, texts and calls still lack a translation."""

from __future__ import annotations

import click

from hopecare.language.gathering import missing, translations


@click.group(invoke_without_command=True)
@click.pass_context
def words(context: click.Context) -> None:
    """Look after the words people read."""
    if context.invoked_subcommand is None:
        context.invoke(show_missing)


@words.command("missing")
def show_missing() -> None:
    """Name each sentence without a translation, with the first place where it stands."""
    lacking = 0
    for language in translations():
        for sentence, places in sorted(missing(language).items(), key=lambda each: each[1][0]):
            lacking += 1
            click.echo(f"{language}  {places[0]}  {sentence.text}")
    if lacking:
        raise click.ClickException(f"{lacking} sentences lack a translation.")
    click.echo("Every sentence is translated.")
