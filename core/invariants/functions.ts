import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName, word } from '../data/identifiers.ts'
import type { Composer } from '../records/composer.ts'
import type { Model } from '../registry/model.ts'
import { balanceChecks, lockChecks, outOfBalance } from './checks.ts'
import { contentOf, coveredBy, linkedHash } from './hash.ts'
import type { KeptSums, Staying, StayingLines } from './of.ts'
import { chainSql, discarding, lockNumber, refusal, type Site, siteOf, states, staying } from './site.ts'
import { addSums, hasPart } from './sums.ts'

/** A function of the database that triggers run, with its text. */
export interface Made {
  readonly name: string
  readonly body: SQL
}

/** A trigger, as it is written. */
export interface Trigger {
  readonly table: string
  readonly statement: SQL
}

export interface Functions {
  readonly composer: Composer
  readonly functions: readonly Made[]
  readonly triggers: readonly Trigger[]
}

/**
 * What holds an entity's records. They run as the owner of the tables, so that the list of what stays (`core_sealed`) is written by them and by nobody else. A record
 * is noted as it begins to stay and is open until the end of the transaction, or until somebody asks for its constraints: only so long can its lines come.
 * Then, for all such records at once, what is asked of them is looked at, and each is hashed.
 */
export function functionsOf(schema: string, model: Model, one: Staying): Functions {
  const site = siteOf(schema, model, one)
  const { key, entity } = one
  const on = (table: string, name: string, timing: SQL, sees: SQL, run: string): Trigger => ({
    table,
    statement: sql`create trigger ${identifier(name)} ${timing} on ${tableName(schema, table)} ${sees} for each statement execute function ${tableName(schema, run)}()`,
  })
  const [fresh, both, gone] = [
    sql`referencing new table as newrows`,
    sql`referencing old table as oldrows new table as newrows`,
    sql`referencing old table as oldrows`,
  ]
  const changes = (table: string, name: string, run: string): Trigger[] => [
    on(table, `${name}_insert`, sql`after insert`, fresh, run),
    on(table, `${name}_update`, sql`after update`, both, run),
    on(table, `${name}_delete`, sql`after delete`, gone, run),
    on(table, `${name}_truncate`, sql`before truncate`, sql``, `${key}_truncate`),
  ]
  const locks = [
    ...new Set(one.holds.locked.flatMap(({ by, except }) => [by, ...(except ? [except.by] : [])]).map(name => model.entities.get(name)?.table ?? '')),
  ]
  return {
    composer: site.composer,
    functions: [
      { name: `${key}_record`, body: recordBody(site) },
      { name: `${key}_truncate`, body: truncateBody(site) },
      ...one.lines.map((lines, at) => ({ name: `${key}_lines${at}`, body: linesBody(site, lines) })),
      { name: `${key}_seal`, body: sealBody(site) },
      ...(locks.length > 0 ? [{ name: `${key}_lock`, body: lockBody(site) }] : []),
    ],
    triggers: [
      ...changes(entity.table, `${key}_record`, `${key}_record`),
      ...one.lines.flatMap((lines, at) => changes(lines.entity.table, `${key}_lines${at}`, `${key}_lines${at}`)),
      ...locks.map(table => on(table, `${key}_lock`, sql`before insert or update or delete`, sql``, `${key}_lock`)),
      {
        table: 'core_sealed',
        statement: sql`create constraint trigger ${identifier(`${key}_seal`)} after insert on ${site.sealed} deferrable initially deferred for each row
          when (new.entity = ${quoted(entity.name)}) execute function ${tableName(schema, `${key}_seal`)}()`,
      },
    ],
  }
}

/** The name of an entity inside DDL, which takes no parameters: checked to be one. */
function quoted(entity: string): SQL {
  if (!/^[a-z][a-z0-9]*\.[A-Za-z_][A-Za-z0-9_]*$/.test(entity)) throw new Error(`"${entity}" is no entity's name.`)
  return word([`'${entity}'`], `'${entity}'`)
}

function differs(a: SQL, b: SQL, free: readonly string[]): SQL {
  const without = sql`array[${sql.join(
    free.map(name => sql`${name}::text`),
    sql`, `,
  )}]`
  return sql`to_jsonb(${a}) - ${without} is distinct from to_jsonb(${b}) - ${without}`
}

/** But for what goes with a trial. */
function unless(site: Site, alias: SQL): SQL {
  return site.one.entity.trial === null ? sql`` : sql` and not ${discarding(site, alias)}`
}

/** Or that what is said once is said otherwise. */
function saidAgain(before: SQL, once: readonly string[]): SQL {
  return sql.join(
    once.map(name => sql` or (${before}.${identifier(name)} is not null and ${before}.${identifier(name)} is distinct from n.${identifier(name)})`),
  )
}

function recordBody(site: Site): SQL {
  const { one, sealed, name } = site
  const [added, before, was, now, gone] = [staying(site), staying(site), staying(site), staying(site), staying(site)]
  const note = sql`on conflict (entity, record_id) do nothing`
  return sql`declare v record; begin
    if tg_op = 'INSERT' then
      insert into ${sealed} (entity, record_id, xid) select ${name}, ${added.alias}.id, pg_current_xact_id() from newrows ${added.alias} where ${added.holds} ${note};
    elsif tg_op = 'DELETE' then
      select ${gone.alias}.id into v from oldrows ${gone.alias} where ${gone.holds}${unless(site, gone.alias)} limit 1;
      if found then ${refusal(site, states.stays)}; end if;
    else
      select ${before.alias}.id into v from oldrows ${before.alias} left join newrows n on n.id = ${before.alias}.id
        where ${before.holds} and (n.id is null or ${differs(before.alias, sql`n`, one.free)}${saidAgain(before.alias, one.once)}) and not ${open(site, sql`${before.alias}.id`)}${unless(site, before.alias)} limit 1;
      if found then ${refusal(site, states.stays)}; end if;
      insert into ${sealed} (entity, record_id, xid) select ${name}, ${now.alias}.id, pg_current_xact_id() from newrows ${now.alias}
        where ${now.holds} and not exists (select from oldrows ${was.alias} where ${was.alias}.id = ${now.alias}.id and ${was.holds}) ${note};
    end if;
    return null;
  end`
}

function truncateBody(site: Site): SQL {
  const { schema, one } = site
  const any = staying(site)
  return sql`declare v record; begin
    select ${any.alias}.id into v from ${tableName(schema, one.entity.table)} ${any.alias} where ${any.holds} limit 1;
    if found then ${refusal(site, states.stays)}; end if;
    return null;
  end`
}

/**
 * Lines of a record that is under way elsewhere wait for what becomes of it. Each record is asked by its key alone: of a table that was small when it planned, the
 * planner would read all records that stay for each line that is written.
 */
function linesBody(site: Site, { by, free }: StayingLines): SQL {
  const { schema, one } = site
  const parent = staying(site)
  const column = identifier(by)
  const table = tableName(schema, one.entity.table)
  const changed = differs(sql`o`, sql`n`, free)
  return sql`declare v record; touched uuid[]; begin
    if tg_op = 'INSERT' then touched := array(select distinct n.${column} from newrows n);
    elsif tg_op = 'DELETE' then touched := array(select distinct o.${column} from oldrows o);
    else touched := array(select o.${column} from oldrows o left join newrows n on n.id = o.id where n.id is null or ${changed} union select n.${column} from newrows n left join oldrows o on o.id = n.id where o.id is null or ${changed});
    end if;
    perform from ${table} p where p.id = any(touched) and p.xmin::text::bigint <> pg_current_xact_id()::text::bigint % 4294967296 order by p.id for share;
    select t.id into v from unnest(touched) t(id) where (select ${parent.holds} and not ${open(site, sql`${parent.alias}.id`)}${unless(site, parent.alias)} from ${table} ${parent.alias} where ${parent.alias}.id = t.id) limit 1;
    if found then ${refusal(site, states.stays)}; end if;
    return null;
  end`
}

/** One who locks days waits for those who are writing on them, and whoever writes afterwards sees the lock. */
function lockBody(site: Site): SQL {
  return sql`begin perform pg_advisory_xact_lock(${lockNumber(site)}); return null; end`
}

function sealBody(site: Site): SQL {
  const { schema, one, sealed, name } = site
  const still = staying(site)
  const table = tableName(schema, one.entity.table)
  const mine = sql`s.entity = ${name} and s.xid = pg_current_xact_id()`
  return sql`declare v record; told record; last record; link text; place bigint; hash bytea; ids uuid[] := '{}'; chains text[] := '{}'; places bigint[] := '{}'; hashes bytea[] := '{}'; begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception using errcode = '25001', message = 'Records begin to stay only in a transaction that sees what others commit.';
    end if;
    if not ${open(site, sql`new.record_id`)} then return null; end if;
    ${lookAtSealed(site, mine)}
    if told.fell then
      delete from ${sealed} s where ${mine} and (select ${still.holds} from ${table} ${still.alias} where ${still.alias}.id = s.record_id) is not true;
    end if;
    if told.gone then
      select r.id into v from ${sealed} s join ${table} r on r.id = s.record_id where ${mine} and r.deleted_at is not null limit 1;
      if found then ${refusal(site, states.stays)}; end if;
    end if;
    ${sql.join([...balanceChecks(site, table, mine, at => sql`told.${flag('off', at)}`), ...lockChecks(site, table, mine), ...addKept(site, mine)], sql` `)}
    for v in select s.record_id as id, ${chainSql(site, sql`r`)} as chain, ${contentOf(schema, coveredBy(one))} as said
      from ${sealed} s join ${table} r on r.id = s.record_id where ${mine} order by 2, 1 loop
      if v.chain is null then
        place := null;
        hash := null;
      elsif v.chain is distinct from link then
        perform pg_advisory_xact_lock(hashtextextended('sangam chain ' || ${schema}::text || ${name} || v.chain, 0));
        select s.place, s.hash into last from ${sealed} s where s.entity = ${name} and s.chain = v.chain order by s.place desc limit 1;
        link := v.chain;
        place := coalesce(last.place, 0);
        hash := last.hash;
      end if;
      place := place + 1;
      hash := ${linkedHash(sql`hash`, sql`v.said`)};
      ids := array_append(ids, v.id);
      chains := array_append(chains, v.chain);
      places := array_append(places, place);
      hashes := array_append(hashes, hash);
    end loop;
    update ${sealed} s set xid = null, shape = ${one.key}::text, sealed_at = now(), chain = n.chain, place = n.place, hash = n.hash
      from unnest(ids, chains, places, hashes) n(id, chain, place, hash) where ${mine} and s.record_id = n.id;
    return null;
  end`
}

/**
 * That a record stays and its lines may still come: it is being written in this very transaction. Asked of each by its key, which no planner turns into a
 * join: of tables that were small when it planned, it would read all that this transaction wrote for each record anew.
 */
function open({ sealed, name }: Site, id: SQL): SQL {
  return sql`((select s.xid from ${sealed} s where s.entity = ${name} and s.record_id = ${id}) is not distinct from pg_current_xact_id())`
}

/** What one look tells of what is being sealed: a column of `told`. */
function flag(kind: 'off' | 'some', at: number): SQL {
  return identifier(`${kind}${at}`)
}

/** Sums for which most entries have nothing (no party, no tax, no other currency). Of lines that balance there are some in every record. */
function isSeldom({ holds }: Staying, { by, lines }: KeptSums): boolean {
  return by.some(one => one.needed) || !holds.balanced.some(rule => rule.lines === lines.field && rule.atLeast > 0)
}

/**
 * One look at what is being sealed and its lines tells whether anything is wrong with it, which is then asked in detail, and which sums there is anything for:
 * each statement, and beginning an insert into a table with its indexes, costs more than that look. It goes from each record to its lines by their keys, as in `open`.
 */
function lookAtSealed(site: Site, mine: SQL): SQL {
  const { schema, one, sealed } = site
  const still = staying(site)
  const looks = one.lines.flatMap((lines, place) => {
    const offs = one.holds.balanced.flatMap((rule, at) => {
      const off = rule.lines === lines.field ? outOfBalance(lines, rule) : null
      return off ? [{ name: flag('off', at), value: off }] : []
    })
    // Named by a column of the line, it is of the lines even where only the record is asked.
    const somes = one.kept.flatMap((kept, at) =>
      kept.lines === lines && isSeldom(one, kept) ? [{ name: flag('some', at), value: sql`bool_or(l.id is not null and ${hasPart(kept)})` }] : [],
    )
    const flags = [...offs, ...somes]
    const alias = identifier(`k${place}`)
    const named = flags.map(({ name, value }) => sql`${value} as ${name}`)
    const from = sql`left join lateral (select ${sql.join(named, sql`, `)} from ${tableName(schema, lines.entity.table)} l where l.${identifier(lines.by)} = r.id and l.deleted_at is null) ${alias} on true`
    return flags.length === 0 ? [] : [{ from, told: flags.map(({ name }) => sql`bool_or(${alias}.${name}) as ${name}`) }]
  })
  const told = [sql`bool_or((${still.holds}) is not true) as fell`, sql`bool_or(r.deleted_at is not null) as gone`, ...looks.flatMap(look => look.told)]
  return sql`select ${sql.join(told, sql`, `)} into told from ${sealed} s
      left join lateral (select p.* from ${tableName(schema, one.entity.table)} p where p.id = s.record_id offset 0) ${still.alias} on true cross join lateral (select ${still.alias}.*) r
      ${sql.join(
        looks.map(look => look.from),
        sql` `,
      )} where ${mine};`
}

/** Adds the lines of records that are being sealed to the sums that are kept of them. */
function addKept(site: Site, mine: SQL): SQL[] {
  const { one, schema } = site
  return one.kept.map((kept, at) => {
    const add = sql`${addSums(schema, kept, sealedLines(site, kept, mine))};`
    return isSeldom(one, kept) ? sql`if told.${flag('some', at)} then ${add} end if;` : add
  })
}

/** The lines of records that are being sealed, as `l`, with their records as `r`. */
function sealedLines({ schema, one, sealed }: Site, { lines }: Pick<KeptSums, 'lines'>, mine: SQL): SQL {
  return sql`${sealed} s join ${tableName(schema, one.entity.table)} r on r.id = s.record_id
    join ${tableName(schema, lines.entity.table)} l on l.${identifier(lines.by)} = r.id and l.deleted_at is null where ${mine}`
}
