import { entityMeta } from '../../data/meta.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { said } from '../model/store.ts'
import type { Row, Rows } from './rows.ts'

/** What a row is called by people. */
export function rowSaid(entity: string, one: Row): string {
  switch (one.kind) {
    case 'tab':
      return t('Tab “{name}”', { name: said(one.label) })
    case 'section':
      return one.label ? t('Section “{name}”', { name: said(one.label) }) : t('Section without a heading')
    case 'field':
      return fieldSaid(entity, one.field)
    case 'related':
      return t('List “{name}”', { name: said(one.list.label ?? entityMeta(one.list.entity)?.plural ?? one.list.entity) })
    default:
      return t('Under the whole page')
  }
}

export function fieldSaid(entity: string, field: string): string {
  return said(entityMeta(entity)?.fields[field]?.label ?? field)
}

/** Where a row stands, for who can't see it. */
export function placeSaid(entity: string, rows: Rows, key: string): string {
  const at = rows.findIndex(one => one.key === key)
  const one = rows[at]
  if (!one) return ''
  const what = rowSaid(entity, one)
  if (one.kind === 'tab' || one.kind === 'section') {
    const alike = rows.filter(other => other.kind === one.kind)
    return t('{what} is number {place} of {count}.', { what, place: formatNumber(alike.indexOf(one) + 1), count: formatNumber(alike.length) })
  }
  const head = rows.slice(0, at).findLastIndex(other => other.kind === 'section' || other.kind === 'foot')
  const holder = rows[head]
  return t('{what} stands at place {place} in: {where}.', { what, place: formatNumber(at - head), where: holder ? rowSaid(entity, holder) : '' })
}
