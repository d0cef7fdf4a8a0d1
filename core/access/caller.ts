import { type Formats, weekStartIn } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Caller } from './access.ts'
import { accessChanged } from './epoch.ts'

interface UserRow extends Formats {
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly ownZone: string | null
  readonly company: string | null
  readonly zone: string | null
  readonly fiscalYearStart: number | null
  readonly country: string | null
  readonly weekStart: string | null
  readonly roles: readonly string[]
  readonly myTeams: readonly string[]
  readonly teamsILead: readonly string[]
  readonly sharedIn: readonly string[]
  readonly merged: readonly string[]
}

/** Reads who a user is and where they stand, in one statement; null for one who is gone or disabled. */
export async function readCaller(runner: Runner, schema: string, userId: string): Promise<Caller | null> {
  const [row] = await runner.run<UserRow>(sql`
    with recursive me as (select id, name, email, locale, zone, number_format, date_format, hour_format, company from ${tableName(schema, 'core_user')} where id = ${userId}::uuid and active and deleted_at is null),
    led as (
      select id from ${tableName(schema, 'core_team')} where leader = ${userId}::uuid and deleted_at is null
      union select t.id from ${tableName(schema, 'core_team')} t join led on t.parent = led.id where t.deleted_at is null)
    select me.name, me.email, me.locale, me.zone as "ownZone", me.number_format as numbers, me.date_format as dates, me.hour_format as hours, c.id as company, c.zone, c.fiscal_year_start as "fiscalYearStart", c.country, c.week_start as "weekStart",
      array(select r.name from ${tableName(schema, 'core_user_role')} ur join ${tableName(schema, 'core_role')} r on r.id = ur.role
        where ur.user = me.id and ur.deleted_at is null and r.deleted_at is null order by r.name) as roles,
      array(select id from led union select m.team from ${tableName(schema, 'core_team_member')} m where m.user = me.id and m.deleted_at is null) as "myTeams",
      array(select id from led) as "teamsILead",
      array(select distinct s.entity || ':' || s.may from ${tableName(schema, 'core_share')} s where s.deleted_at is null and (s.user = me.id
        or s.team in (select id from led union select m.team from ${tableName(schema, 'core_team_member')} m where m.user = me.id and m.deleted_at is null)
        or s.role in (select r.id from ${tableName(schema, 'core_role')} r where r.deleted_at is null and (r.name = 'core.member' or r.id in (
          select ur.role from ${tableName(schema, 'core_user_role')} ur where ur.user = me.id and ur.deleted_at is null)))) order by 1) as "sharedIn",
      ${mergedSql(schema)} as merged
    from me left join lateral (${companyOf(schema)}) c on true`)
  if (!row) return null
  const { country: _, numbers, dates, hours, ...about } = row
  return { userId, ...about, formats: { numbers, dates, hours }, ...daysOf(row), roles: [...new Set(['core.member', ...row.roles])] }
}

/** The system as a caller: it is no person, and its days are those of the first company, its words those of the first person. */
export async function readSystemCaller(runner: Runner, schema: string): Promise<Caller> {
  const [row] = await runner.run<
    Pick<UserRow, 'company' | 'zone' | 'fiscalYearStart' | 'country' | 'weekStart' | 'merged'> & { readonly locale: string | null }
  >(sql`
    select c.id as company, c.zone, c.fiscal_year_start as "fiscalYearStart", c.country, c.week_start as "weekStart",
      (select u.locale from ${tableName(schema, 'core_user')} u where u.account is not null and u.deleted_at is null order by u.created_at, u.id limit 1) as locale, ${mergedSql(schema)} as merged
    from (select null::uuid as company) me left join lateral (${companyOf(schema)}) c on true`)
  return {
    userId: systemUser,
    name: 'Sangam',
    email: null,
    locale: row?.locale ?? 'en',
    ownZone: null,
    formats: plainFormats,
    company: row?.company ?? null,
    ...daysOf(row),
    roles: [],
    myTeams: [],
    teamsILead: [],
    sharedIn: [],
    merged: row?.merged ?? [],
  }
}

/** Each entity of which records were merged, found by one look at the index, however many were. */
function mergedSql(schema: string): SQL {
  const merges = tableName(schema, 'core_merge')
  return sql`array(with recursive among as (select min(entity) as entity from ${merges} union all select (select min(m.entity) from ${merges} m where m.entity > among.entity) from among where among.entity is not null) select entity from among where entity is not null)`
}

/** Of who has none of their own: as is usual in the company's country. */
export const plainFormats: Formats = { numbers: null, dates: null, hours: null }

const weekDays: { readonly [day: string]: number } = { monday: 1, saturday: 6, sunday: 7 }

/** How a company counts days: its week begins as it says, or as is usual in its country. */
function daysOf(
  row: Partial<Pick<UserRow, 'zone' | 'fiscalYearStart' | 'country' | 'weekStart'>> | undefined,
): Pick<Caller, 'zone' | 'fiscalYearStart' | 'weekStart'> {
  const { zone, fiscalYearStart, country, weekStart } = row ?? {}
  return { zone: zone ?? 'UTC', fiscalYearStart: fiscalYearStart ?? 1, weekStart: weekDays[weekStart ?? ''] ?? weekStartIn(country ?? '') }
}

/** Stands for the system where a person's id would stand; no user has it. */
export const systemUser = '00000000-0000-7000-8000-000000000000'

/** One's own company, or the first. */
function companyOf(schema: string): SQL {
  return sql`select id, zone, fiscal_year_start, country, week_start from ${tableName(schema, 'core_company')} where deleted_at is null order by (id = me.company) desc nulls last, created_at, id limit 1`
}

/** Tells all nodes that what people may do has changed; true together with the change itself. */
export async function bumpPermissions(runner: Runner, schema: string): Promise<void> {
  accessChanged()
  await runner.run(sql`update ${tableName(schema, 'core_number')} set value = value + 1 where name = 'permissions'`)
}
