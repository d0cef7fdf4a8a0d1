import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'

const t = (name: string): SQL => tableName('sangam', name)

/** The control schema: who signs in, and where. Everything else of a business is in its workspace's own schema. */
export function controlStatements(): SQL[] {
  const app = identifier(appRole)
  return [
    sql`create schema if not exists ${identifier('sangam')}`,
    sql`grant usage on schema ${identifier('sangam')} to ${app}`,
    sql`create table if not exists ${t('account')} (id uuid primary key, email text not null unique check (email = lower(email)), password_hash text, created_at timestamptz(3) not null default now(), disabled_at timestamptz(3))`,
    sql`create table if not exists ${t('workspace')} (name text primary key, title text not null, sample boolean not null default false, created_at timestamptz(3) not null default now())`,
    sql`create table if not exists ${t('membership')} (account uuid not null references ${t('account')}, workspace text not null references ${t('workspace')}, user_id uuid not null, primary key (account, workspace))`,
    // The language that somebody chose last, and whether they took an invitation: what an inviter writes before is none of theirs.
    sql`alter table ${t('account')} add column if not exists locale text`,
    // Whoever has no password has begun nowhere.
    sql`do $$ begin
      if not exists (select from pg_catalog.pg_attribute where attrelid = to_regclass('sangam.membership') and attname = 'begun') then
        alter table ${t('membership')} add column begun boolean not null default true;
        update ${t('membership')} m set begun = false from ${t('account')} a where a.id = m.account and a.password_hash is null;
      end if;
    end $$`,
    sql`create table if not exists ${t('session')} (token_hash text primary key, id uuid not null unique, account uuid not null references ${t('account')}, created_at timestamptz(3) not null, seen_at timestamptz(3) not null,
      expires_at timestamptz(3) not null, absolute_until timestamptz(3) not null, ended_at timestamptz(3), user_agent text, ip text)`,
    sql`create index if not exists session_account on ${t('session')} (account)`,
    sql`create table if not exists ${t('api_key')} (id uuid primary key, hash text not null unique, prefix text not null, account uuid not null references ${t('account')}, workspace text not null references ${t('workspace')}, name text not null, role text,
      created_at timestamptz(3) not null, expires_at timestamptz(3) not null, used_at timestamptz(3), revoked_at timestamptz(3))`,
    sql`alter table ${t('api_key')} add column if not exists may text not null default 'write' check (may in ('write', 'plan', 'read')), add column if not exists per_minute integer, add column if not exists per_hour integer, add column if not exists per_answer integer`,
    sql`create table if not exists ${t('token')} (hash text primary key, kind text not null check (kind in ('setup', 'reset', 'invite')), account uuid references ${t('account')}, workspace text references ${t('workspace')}, user_id uuid, created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null, used_at timestamptz(3))`,
    // Whether it was mailed by the installation: whoever opens it then has the mailbox.
    sql`alter table ${t('token')} add column if not exists mailed boolean not null default false`,
    sql`alter table ${t('token')} drop constraint if exists token_kind_check, add constraint token_kind_check check (kind in ('setup', 'reset', 'invite', 'proof'))`,
    sql`alter table ${t('account')} add column if not exists proven_at timestamptz(3)`,
    sql`create table if not exists ${t('rate')} (bucket text primary key, hits integer not null, until timestamptz(3) not null)`,
    // Code that the server runs: the application reads it and can't write it.
    sql`create table if not exists ${t('plugin_package')} (id text primary key, version text not null, sha256 text not null, archive bytea not null, says jsonb not null, author text, files jsonb not null, installed_at timestamptz(3) not null, installed_by text)`,
    sql`alter table ${t('plugin_package')} add column if not exists origin jsonb`,
    sql`grant select on ${t('plugin_package')} to ${app}`,
    sql`grant select, insert, update, delete on ${t('session')}, ${t('api_key')}, ${t('token')}, ${t('rate')}, ${t('membership')} to ${app}`,
    sql`grant select, insert, update on ${t('account')} to ${app}`,
    sql`grant select, update on ${t('workspace')} to ${app}`,
    // Letters with a link that are still to be mailed. The link itself is made as one leaves, and stands nowhere.
    sql`create table if not exists ${t('letter')} (id uuid primary key, kind text not null check (kind in ('reset', 'invite', 'proof')), account uuid not null references ${t('account')}, workspace text references ${t('workspace')}, user_id uuid, beside boolean not null,
      created_at timestamptz(3) not null, due_at timestamptz(3) not null, tries integer not null default 0, error text)`,
    sql`grant select, insert, update, delete on ${t('letter')} to ${app}`,
  ]
}
