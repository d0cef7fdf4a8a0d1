import { addDays, dayIn, startOfDay } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { fromSql } from '../composer.ts'
import { isDay, isMoment } from '../moments.ts'
import { badQuery, isObject } from '../query.ts'
import { binSightOf, sightOf } from '../reach.ts'
import { prepared, type Reader, runPrepared } from '../statements.ts'
import { asAsked, conditionSql, shapeOf } from '../where.ts'
import { madeSince } from './fields.ts'

/** How many records of a list may have changed since the moment it is asked for: each of them is looked up in the history. */
export const mostChanged = 100_000

/**
 * A reader that looks back: a day means its end where who asks is, and words such as `$today` mean that day. Rights stay those of the present.
 *
 * Errors: `bad_query` where it is no moment, lies in the future or before the workspace.
 */
export async function lookingBack<R extends Reader>(reader: R, asOf: string | undefined): Promise<R> {
  if (asOf === undefined) return reader
  const { scope } = reader
  const { now } = scope
  const { zone } = asAsked(scope)
  const moment = momentOf(asOf, zone)
  if (moment === null) throw badQuery('"asOf" is a day such as 2027-03-31, or a moment with its zone such as 2027-03-31T09:30:00Z.')
  const today = isDay(asOf) && asOf === dayIn(now, zone)
  if (moment > now && !today) throw badQuery('"asOf" lies in the future. Choose today or an earlier day.')
  const at = today ? now : moment
  const began = await beginning(reader)
  if (began === null || at < began)
    throw new Refused(400, 'bad_query', 'Nothing was kept here before {day}. Choose that day or a later one.', {
      values: { day: dayIn(began ?? now, zone) },
    })
  const asker = scope.asker && { asker: { zone, today: dayIn(at, zone) } }
  return { ...reader, back: { ...scope, ...asker, now: at, today: dayIn(at, scope.zone), absent: await madeSince(reader, at) } }
}

/** The last thousandth of a second of a day, or the moment itself; null where it is neither. */
function momentOf(text: unknown, zone: string): string | null {
  if (typeof text !== 'string') return null
  if (isDay(text)) return new Date(Date.parse(startOfDay(addDays(text, 1), zone)) - 1).toISOString()
  return isMoment(text) ? new Date(text).toISOString() : null
}

async function beginning(reader: Reader): Promise<string | null> {
  const statement = prepared(
    reader,
    'beginning',
    () =>
      sql`select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from ${tableName(reader.schema, 'core_history')} order by id limit 1`,
  )
  return (await runPrepared<{ at: string }>(reader, statement, {}))[0]?.at ?? null
}

/** What never changes of a record, and so tells of its past which records can be meant. */
const fixed = ['id', 'createdAt', 'createdBy']

/**
 * Refuses a list of the past for which more records would have to be looked up in the history than one answer should take.
 *
 * Errors: `too_many_changed`.
 */
export async function checkLookups(reader: Reader, entity: ModelEntity, where: object | undefined): Promise<void> {
  if (!reader.back) return
  const holder = (entity.linesOf && reader.model.entities.get(entity.linesOf.entity)) ?? entity
  const narrow = holder === entity && isObject(where) ? Object.fromEntries(Object.entries(where).filter(([name]) => fixed.includes(name))) : {}
  const statement = prepared(reader, `changed ${holder.name} ${JSON.stringify(shapeOf(narrow))}`, composer => {
    const today = composer.today()
    const place = today.place(holder)
    const c = identifier(place.alias)
    const sight = holder.bin ? sql`(${sightOf(today, place, 'read')} or ${binSightOf(today, place)})` : sightOf(today, place, 'read')
    const meant = conditionSql(composer.today(true), place, narrow, ['where'])
    const since = sql`${c}.updated_at > ${composer.moment()} and ${c}.created_at <= ${composer.moment()}`
    return sql`select count(*)::int as count from (select 1 from ${fromSql(today, place)} where ${since} and ${sight} and ${meant} limit ${mostChanged + 1}::int) m`
  })
  const [found] = await runPrepared<{ count: number }>(reader, statement, { where })
  if ((found?.count ?? 0) > mostChanged)
    throw new Refused(
      400,
      'too_many_changed',
      'More than {most} records have changed since then. Choose a later moment, or only records made within some time.',
      {
        values: { most: mostChanged },
      },
    )
}
