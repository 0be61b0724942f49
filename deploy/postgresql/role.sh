#!/bin/sh
# Makes HopeCare's own role and database on a new PostgreSQL server. The role is neither superuser nor BYPASSRLS, so
# the wall between towns binds it. Run as the server's superuser; the role's password comes from DATABASE_PASSWORD.
set -eu
: "${DATABASE_PASSWORD:?the password of the role hopecare}"

# psql reads the password from its environment, where no list of processes shows it.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv password DATABASE_PASSWORD
CREATE ROLE hopecare LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE hopecare OWNER hopecare TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE hopecare FROM PUBLIC;
SQL
