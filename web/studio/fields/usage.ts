import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import type { NamedBy } from '../changes/plan.ts'
import { studioStore } from '../model/store.ts'

export type Use = NamedBy

/** Where the fields of an entity are used, as the draft has it; nothing while it can't be asked. */
export async function loadUsage(entity: string): Promise<readonly Use[]> {
  const found = await ask<{ items: readonly Use[] }>('/api/model/usage', { query: { entity, set: studioStore.value?.draft?.id } }).catch(() => null)
  return found?.items ?? []
}

/** "2 views, 1 rule"; a form or the list it stands in is where it is expected. */
export function usageSaid(uses: readonly Use[]): string {
  const count = (kind: Use['kind']): number => uses.filter(use => use.kind === kind).length
  const parts: readonly (readonly [number, string])[] = [
    [count('view'), t('{count, plural, one {# view} other {# views}}', { count: count('view') })],
    [count('report'), t('{count, plural, one {# report by mail} other {# reports by mail}}', { count: count('report') })],
    [count('dashboard'), t('{count, plural, one {# dashboard} other {# dashboards}}', { count: count('dashboard') })],
    [count('document'), t('{count, plural, one {# document} other {# documents}}', { count: count('document') })],
    [count('list'), t('{count, plural, one {# list} other {# lists}}', { count: count('list') })],
    [count('board'), t('{count, plural, one {# board} other {# boards}}', { count: count('board') })],
    [count('rule'), t('{count, plural, one {# rule} other {# rules}}', { count: count('rule') })],
    [count('role'), t('{count, plural, one {# role} other {# roles}}', { count: count('role') })],
    [count('formula'), t('{count, plural, one {# formula} other {# formulas}}', { count: count('formula') })],
  ]
  return parts.flatMap(([number, words]) => (number > 0 ? [words] : [])).join(', ')
}
