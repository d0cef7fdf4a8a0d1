import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { compile, type Pool } from '../data/connection.ts'
import { doorFunction } from '../data/door.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'

/** What the server may add to and never alter. */
const onlyAdded = ['core_history', 'core_seal'] as const
/** What functions of the database write as records begin to stay as they are, and nobody else does. */
const onlyRead = ['core_sealed', 'core_seal_shape', 'core_live'] as const

/**
 * What brings a schema's base to this version, each part a transaction of its own; nothing where a mark says that it was done: even a statement
 * that finds all there would hold the tables that everyone writes to.
 */
export async function baseSteps(owner: Pool, schema: string): Promise<SQL[][]> {
  const mark = markOf(schema)
  const seeds = tableName(schema, 'core_seed')
  const [there] = await owner.run<{ yes: boolean }>(sql`select pg_catalog.to_regclass(${`${schema}.core_seed`}) is not null as yes`)
  if (there?.yes && (await owner.run(sql`select name from ${seeds} where name = ${mark}`)).length > 0) return []
  return [baseStatements(schema), [...rightsOnBase(schema), sql`insert into ${seeds} (name) values (${mark}) on conflict do nothing`]]
}

const marks = new Map<string, string>()

/** What this version of a schema's base is known by, among the first records that were made: the same as long as the process lives. */
export function markOf(schema: string): string {
  const known = marks.get(schema)
  if (known) return known
  const text = baseStatements(schema).map(statement => compile(statement).text)
  const mark = `base ${createHash('sha256').update(text.join(';')).digest('hex')}`
  marks.set(schema, mark)
  return mark
}

/** The tables of a workspace that are no entities: numbers, history, outbox, jobs, keys, what is kept beside records, counters, staged imports. */
function baseStatements(schema: string): SQL[] {
  const t = (name: string): SQL => tableName(schema, name)
  return [
    sql`create schema if not exists ${identifier(schema)}`,
    sql`grant usage on schema ${identifier(schema)} to ${identifier(appRole)}`,
    doorFunction(schema),
    sql`create table if not exists ${t('core_number')} (name text primary key, value bigint not null)`,
    sql`insert into ${t('core_number')} (name, value) values ('model', 0), ('permissions', 1), ('steady', 1) on conflict do nothing`,
    sql`create table if not exists ${t('core_model')} (number bigint primary key, hash text not null, descriptor jsonb not null, applied_at timestamptz(3) not null default now(), applied_by uuid)`,
    sql`create table if not exists ${t('core_plugin')} (id text primary key, version text not null, state text not null, changed_at timestamptz(3) not null default now())`,
    sql`alter table ${t('core_plugin')} drop constraint if exists core_plugin_state_check, add constraint core_plugin_state_check check (state in ('enabled', 'disabled', 'uninstalled'))`,
    // What was put away when it was uninstalled; nothing of it until that is done.
    sql`alter table ${t('core_plugin')} add column if not exists away jsonb, add column if not exists away_at timestamptz(3)`,
    // What its version keeps, as data: what a later one is compared with.
    sql`alter table ${t('core_plugin')} add column if not exists shape jsonb`,
    // Who listens to what, for the deliveries of a plugin that is enabled and does not run at the moment.
    sql`alter table ${t('core_plugin')} add column if not exists consumers jsonb not null default '[]'`,
    sql`create table if not exists ${t('core_plugin_change')} (id uuid primary key, at timestamptz(3) not null, by_user uuid, states jsonb not null, undone boolean not null default false)`,
    // Of a change of version: what was done, and how its proofs came out.
    sql`alter table ${t('core_plugin_change')} add column if not exists upgrade jsonb`,
    sql`create table if not exists ${t('core_history')} (id bigint generated always as identity primary key, entity text not null, record_id uuid not null, version integer not null, verb text not null,
      at timestamptz(3) not null, by_user uuid, origin text not null, reason text, batch uuid, snapshot jsonb not null)`,
    unlessThere(t('core_history_record'), sql`create unique index core_history_record on ${t('core_history')} (entity, record_id, version desc)`),
    unlessThere(t('core_history_batch'), sql`create index core_history_batch on ${t('core_history')} (batch) where batch is not null`),
    // Chained per record; what was there before has none, and is sealed by its content.
    sql`alter table ${t('core_history')} add column if not exists hash bytea`,
    sql`create table if not exists ${t('core_seal')} (number bigint primary key, at timestamptz(3) not null, upto bigint not null, count integer not null, root bytea not null, rows text not null, start boolean not null, hash bytea not null)`,
    sql`create table if not exists ${t('core_outbox')} (id bigint generated always as identity primary key, at timestamptz(3) not null, kind text not null, name text not null, verb text, record_id uuid,
      version integer, payload jsonb, actor uuid, origin text, handed_at timestamptz(3))`,
    unlessThere(
      t('core_outbox_waiting'),
      sql`create index core_outbox_waiting on ${t('core_outbox')} (id) where handed_at is null and kind in ('event', 'mail')`,
    ),
    sql`create table if not exists ${t('core_job')} (id uuid primary key, name text not null, input jsonb not null default '{}', key text unique, run_at timestamptz(3) not null, attempts integer not null default 0,
      max_attempts integer not null default 10, lease_until timestamptz(3), leased_by text, done_at timestamptz(3), failed_at timestamptz(3), error text, actor uuid, created_at timestamptz(3) not null default now())`,
    unlessThere(t('core_job_due'), sql`create index core_job_due on ${t('core_job')} (run_at) where done_at is null and failed_at is null`),
    sql`alter table ${t('core_outbox')} add column if not exists cause jsonb`,
    sql`alter table ${t('core_job')} add column if not exists cause jsonb`,
    sql`create table if not exists ${t('core_kept')} (owner uuid not null, name text not null, value text not null, primary key (owner, name))`,
    unlessThere(t('core_kept_value'), sql`create index core_kept_value on ${t('core_kept')} (name, value)`),
    sql`create table if not exists ${t('core_webhook_delivery')} (id uuid primary key, webhook uuid not null, type text not null, record uuid, body text not null, state text not null, attempts integer not null default 0,
      status integer, response text, error text, ms integer, created_at timestamptz(3) not null, tried_at timestamptz(3))`,
    unlessThere(t('core_webhook_delivery_of'), sql`create index core_webhook_delivery_of on ${t('core_webhook_delivery')} (webhook, id desc)`),
    sql`create table if not exists ${t('core_webhook_state')} (webhook uuid primary key, failures integer not null default 0)`,
    // Each report for each of its readers at each time: waiting, sent, or why not.
    sql`create table if not exists ${t('core_report_delivery')} (id uuid primary key, report uuid not null, reader uuid not null, at timestamptz(3) not null, state text not null, attempts integer not null default 0, rows integer, error text)`,
    unlessThere(t('core_report_delivery_of'), sql`create index core_report_delivery_of on ${t('core_report_delivery')} (report, at)`),
    sql`create table if not exists ${t('core_schedule')} (name text primary key, pattern text not null, next_at timestamptz(3) not null)`,
    // How far the applying of a change set is, step by step.
    sql`create table if not exists ${t('core_apply')} (set uuid primary key, steps jsonb not null, at timestamptz(3) not null default now())`,
    sql`create table if not exists ${t('core_idempotency')} (user_id uuid not null, key text not null, request_hash text not null, status integer, answer text, at timestamptz(3) not null default now(), primary key (user_id, key))`,
    sql`create table if not exists ${t('core_counter')} (series text not null, prefix text not null, value bigint not null, primary key (series, prefix))`,
    // The last day that was numbered, of a series that goes by the days of its records.
    sql`alter table ${t('core_counter')} add column if not exists day date`,
    // What rollups come to: what writes append, and what of it is folded. No write touches a row that another one needs.
    sql`create table if not exists ${t('core_rollup')} (rollup text not null, parent uuid not null, key numeric not null, n bigint not null, amount numeric not null, primary key (rollup, parent, key))`,
    sql`create table if not exists ${t('core_rollup_delta')} (id bigint generated always as identity primary key, rollup text not null, parent uuid not null, key numeric not null, n bigint not null, amount numeric not null)`,
    unlessThere(t('core_rollup_delta_parent'), sql`create index core_rollup_delta_parent on ${t('core_rollup_delta')} (rollup, parent, key)`),
    // Records that stay as they are: open as long as the transaction that wrote them, then hashed, in chains where their plugin says so.
    sql`create table if not exists ${t('core_sealed')} (entity text not null, record_id uuid not null, xid xid8, sealed_at timestamptz(3), shape text, chain text, place bigint, hash bytea, primary key (entity, record_id))`,
    unlessThere(t('core_sealed_chain'), sql`create unique index core_sealed_chain on ${t('core_sealed')} (entity, chain, place) where chain is not null`),
    // Both columns: by the entity alone the planner would read all that ever stayed, beside the few that are open.
    unlessThere(t('core_sealed_open'), sql`create index core_sealed_open on ${t('core_sealed')} (entity, xid, record_id) where xid is not null`),
    sql`drop index if exists ${t('core_sealed_now')}`,
    // What their hashes cover, and what is summed up of them; whole once all that stood before was hashed and counted.
    sql`create table if not exists ${t('core_seal_shape')} (shape text primary key, covered jsonb not null, whole boolean not null default false)`,
    ...liveStatements(schema),
    sql`create table if not exists ${t('core_seed')} (name text primary key, at timestamptz(3) not null default now())`,
    // Why first records could not be made, until they are.
    sql`create table if not exists ${t('core_unmade')} (seed text primary key, said jsonb not null, at timestamptz(3) not null)`,
    sql`create table if not exists ${t('core_import')} (id uuid primary key, entity text not null, file text not null, state text not null, rows integer not null default 0, done integer not null default 0,
      columns jsonb, mapping jsonb, counts jsonb, created_by uuid not null, created_at timestamptz(3) not null)`,
    sql`create table if not exists ${t('core_import_row')} (import uuid not null references ${t('core_import')} on delete cascade, row integer not null, cells jsonb not null, verdict text, record_id uuid, title text,
      issues jsonb, written boolean not null default false, primary key (import, row))`,
    sql`create table if not exists ${t('core_bulk')} (id uuid primary key, entity text not null, what jsonb not null, state text not null, total integer not null default 0, done integer not null default 0,
      refused integer not null default 0, actor uuid not null, role text, origin text not null, locale text not null, undoes uuid, error text, created_at timestamptz(3) not null, finished_at timestamptz(3))`,
    unlessThere(t('core_bulk_undoes'), sql`create index core_bulk_undoes on ${t('core_bulk')} (undoes) where undoes is not null`),
    sql`create table if not exists ${t('core_bulk_row')} (run uuid not null references ${t('core_bulk')} on delete cascade, place integer not null, entity text not null, record_id uuid not null, first integer, last integer,
      by_system boolean not null default false, issues jsonb, primary key (run, place))`,
    sql`create table if not exists ${t('core_merge')} (entity text not null, loser uuid not null, winner uuid not null, final uuid not null, batch uuid not null, at timestamptz(3) not null, primary key (entity, loser))`,
    unlessThere(t('core_merge_final'), sql`create index core_merge_final on ${t('core_merge')} (final)`),
    sql`create table if not exists ${t('core_distinct')} (entity text not null, a uuid not null, b uuid not null, by_user uuid, at timestamptz(3) not null, primary key (entity, a, b))`,
  ]
}

/**
 * Which companies are live, and in which transaction one is going live: for so long what it tried out may be removed, and that is done by a trigger here. A row says so once and for good, whoever asks. Companies whose
 * books had begun before there was such a table, or that somebody called live, are live.
 */
function liveStatements(schema: string): SQL[] {
  const t = (name: string): SQL => tableName(schema, name)
  return [
    sql`do $do$ begin
      if pg_catalog.to_regclass('${t('core_live')}') is null then
        create table ${t('core_live')} (company uuid primary key, xid xid8 default pg_catalog.pg_current_xact_id(), at timestamptz(3) not null default now(), by_user uuid, counts jsonb, heads text[]);
        if pg_catalog.to_regclass('${t('core_company')}') is not null then
          insert into ${t('core_live')} (company, xid) select c.id, null from ${t('core_company')} c
            where c.stage = 'live' or exists (select from ${t('core_sealed')} s where s.chain = pg_catalog.jsonb_build_array(c.id)::text);
          update ${t('core_company')} c set stage = 'live' from ${t('core_live')} l where l.company = c.id and c.stage <> 'live';
        end if;
      end if;
    end $do$`,
    sql`create or replace function ${t('core_live_stays')}() returns trigger language plpgsql as $live$
    begin
      if tg_op = 'UPDATE' then
        if old.xid = pg_catalog.pg_current_xact_id() and new.company = old.company and new.xid is null then return new; end if;
      end if;
      raise exception 'A company goes live once, and stays live.' using errcode = 'SGM04';
    end $live$`,
    sql`create or replace trigger core_live_stays before update or delete on ${t('core_live')} for each row execute function ${t('core_live_stays')}()`,
    sql`create or replace trigger core_live_kept before truncate on ${t('core_live')} for each statement execute function ${t('core_live_stays')}()`,
  ]
}

/** What the app role may do: all with rows, and only ever add to the history. */
function rightsOnBase(schema: string): SQL[] {
  const app = identifier(appRole)
  return [
    sql`grant select, insert, update, delete on all tables in schema ${identifier(schema)} to ${app}`,
    ...onlyAdded.map(name => sql`revoke update, delete, truncate on ${tableName(schema, name)} from ${app}`),
    ...onlyRead.map(name => sql`revoke insert, update, delete, truncate on ${tableName(schema, name)} from ${app}`),
    // To go live is to write it down: a trigger does the rest.
    sql`grant insert (company, by_user) on ${tableName(schema, 'core_live')} to ${app}`,
  ]
}

/** Looked for first: even `if not exists` takes the lock of one who makes an index, and waits for every writer. */
function unlessThere(name: SQL, create: SQL): SQL {
  return sql`do $do$ begin if pg_catalog.to_regclass('${name}') is null then ${create}; end if; end $do$`
}
