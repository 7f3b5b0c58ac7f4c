-- The database of a site on a shared Postgres server (15 or newer), and its three roles. Run it once as a superuser:
--
--   psql -v ON_ERROR_STOP=1 -v owner_password=… -v app_password=… -v reader_password=… -f shared_roles.sql
--
-- Then bring its tables up to date as the owner, and give every station the address of dispatch_app:
--
--   DISPATCH_CONSOLE_DATABASE_URL=postgresql://dispatch_owner@host/dispatch dispatch-console doctor
--
-- The owner changes tables when the program is updated. Stations work as dispatch_app, which can add to the journal and
-- not change it. Reports of the site's own read as dispatch_reader.
create role dispatch_owner login password :'owner_password';
create role dispatch_app login password :'app_password';
create role dispatch_reader login password :'reader_password';
create database dispatch owner dispatch_owner;
