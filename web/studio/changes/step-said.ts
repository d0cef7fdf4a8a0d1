import { t } from '../../shell/words.ts'
import type { Lock, SchemaStep } from './plan.ts'

/** What a step does in the database, in words. */
export function stepSaid({ what, how, table, name }: SchemaStep): string {
  if (what === 'model') return t('The new model is in force, for everyone at the same moment')
  if (what === 'table') return { make: t('Makes the table'), move: t('Moves the table'), fill: t('Closes the table'), drop: t('Drops the table') }[how]
  if (what === 'values' && how === 'drop') return t('Ends what kept this up')
  if (what === 'values' && name === 'stays') return t('Lets the database hold what stays')
  if (what === 'values' && table === null) return t('Brings the records to the version')
  if (what === 'values') return isCounted(name) ? t('Counts what is there already, for') : t('Fills the column')
  if (what === 'constraint') return how === 'drop' ? t('Drops the link') : t('Adds and checks the link')
  if (what === 'index') return how === 'drop' ? t('Drops the index') : t('Builds the index')
  return how === 'move' ? t('Moves aside the column') : t('Adds the column')
}

/** What it is done to, as the database calls it. */
export function stepPlace({ what, table, name }: SchemaStep): string | null {
  if (table === null) return null
  return what === 'table' ? table : isCounted(name) ? name : `${table}.${name}`
}

/** A rollup is named by its own table and field; it looks at those of another. */
function isCounted(name: string): boolean {
  return name.includes('.')
}

export function phaseSaid(phase: SchemaStep['phase']): string {
  return { expand: t('at once'), fill: t('beside the work'), switch: t('at the end') }[phase]
}

/** Who waits for a step, and where; nobody where all that it holds may be read and changed meanwhile. */
export function waitsSaid(locks: readonly Lock[]): string {
  const tables = (who: Lock['waits']): string => locks.flatMap(lock => (lock.waits === who ? [lock.table] : [])).join(', ')
  const [everyone, writers] = [tables('everyone'), tables('writers')]
  const said = [
    ...(everyone === '' ? [] : [t('everyone at {tables}', { tables: everyone })]),
    ...(writers === '' ? [] : [t('writers at {tables}', { tables: writers })]),
  ]
  return said.length > 0 ? said.join('; ') : t('nobody')
}
