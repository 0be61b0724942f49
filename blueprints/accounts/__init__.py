"""The door of accounts: signing in and out, the devices that are signed in, one's own password."""
