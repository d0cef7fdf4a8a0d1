import { t } from '../../shell/words.ts'
import type { SchemaStep } from './plan.ts'

/** What a step does in the database, in words. */
export function stepSaid({ what, how, name }: SchemaStep): string {
  if (what === 'model') return t('The new model is in force, for everyone at the same moment')
  if (what === 'table') return t('Makes the table')
  if (what === 'values') return isCounted(name) ? t('Counts what is there already, for') : t('Fills the column')
  if (what === 'constraint') return t('Adds and checks the link')
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
