"""Commands about members, for the operator."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.accounts import services
from forum.addresses import read_address
from forum.errors import Invalid
from forum.models import Role
from forum.web.transaction import unit_of_work

members_cli = AppGroup("members", help="Make members, give roles.")


@members_cli.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.MEMBER.value)
def add(email: str, name: str, role: str) -> None:
    """Make a member whose address you know to be right, for example the first admin.

    The person signs in with a link sent to EMAIL.
    """
    with unit_of_work():
        try:
            address, handle = read_address(email), services.read_handle(name)
            if services.member_by_email(address) is not None:
                raise click.ClickException(
                    f"{address} is a member already; use: flask members role"
                )
            services.add_member(services.free_handle(handle), address, role=Role(role))
        except Invalid as error:
            raise click.ClickException(error.message) from error
    click.echo(f"{handle} is here as {role}. They sign in with a link at /sign-in.")


@members_cli.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def give_role(email: str, role: str) -> None:
    """Give a member another role."""
    with unit_of_work():
        found = services.member_by_email(email.strip().lower())
        if found is None:
            raise click.ClickException(f"Nobody here has the address {email}.")
        services.give_role(found, Role(role))
    click.echo(f"{found.handle} is {role} now; their sessions were ended.")
