import type { BoardScreen } from '@sangam/sdk'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { titleIn, titlePath } from '../../fields/titles.ts'

/** What a board's columns belong to: a pipeline. */
export interface Scope {
  readonly id: string
  readonly title: string
  readonly usual: boolean
}

export async function scopesOf(screen: BoardScreen): Promise<readonly Scope[]> {
  const to = fieldAt(screen.entity, screen.scope?.field ?? '')?.to ?? ''
  const fields = entityMeta(to)?.fields ?? {}
  const page = await records.find(to, {
    fields: [titlePath(to), ...(fields.isDefault ? ['isDefault'] : [])],
    ...(fields.active && { where: { active: true } }),
    limit: 100,
  })
  return page.items.map(row => ({ id: row.id, title: titleIn(to, row), usual: row.isDefault === true }))
}

/** The one asked for, else the last looked at, else the usual one. */
export function usualScope(screen: BoardScreen, scopes: readonly Scope[], asked: string | null): string | null {
  const last = asked ?? localStorage.getItem(`sangam.scope.${screen.entity}`)
  return (scopes.find(one => one.id === last) ?? scopes.find(one => one.usual) ?? scopes[0])?.id ?? null
}

export function rememberScope(entity: string, id: string): void {
  localStorage.setItem(`sangam.scope.${entity}`, id)
}
