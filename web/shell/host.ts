import type { FieldMeta, Repo } from '@sangam/sdk'
import { type AskedQuery, bindHost, type SeriesNow } from '@sangam/sdk/web'
import { html } from 'lit'
import { ask, ProblemError, send as sendFor, sentenceOf } from '../data/client.ts'
import { download } from '../data/download.ts'
import { onChange } from '../data/live.ts'
import { can, fieldAt, meta, metaStore } from '../data/meta.ts'
import { records } from '../data/records.ts'
import { repoOf, runOn } from '../data/repo.ts'
import { fieldDisplay, fieldEditor } from '../fields/look.ts'
import { confirm } from '../ui/dialog.ts'
import { toast } from '../ui/toast.ts'
import { companyDay, formatAmount, formatDate, formatInstant, formatMoney, formatNumber, formatRelative } from './format.ts'
import { go } from './router.ts'
import { called } from './words.ts'

/** Gives the SDK's browser half its surface; once, before any screen of a plugin is loaded. */
export function bindShell(): void {
  bindHost({
    repo: entity => repoOf(entity) as Repo<typeof entity>,
    run: (action, id, input) => runOn(action, id, input as object) as never,
    can,
    t: called,
    live: onChange,
    go,
    toast,
    confirm,
    sentence: sentenceOf,
    today: companyDay,
    format: { money: formatMoney, amount: formatAmount, number: formatNumber, date: formatDate, instant: formatInstant, relative: formatRelative },
    field: (entity, name, value, options) => fieldEditor(fieldOf(entity, name), value, options),
    display: (entity, name, value) => fieldDisplay(fieldOf(entity, name), value),
    card: shown => html`<sangam-lone-card .card=${shown}></sangam-lone-card>`,
    placed: (entity, values) => html`<sangam-placed entity=${entity} .values=${values}></sangam-placed>`,
    ask: (plugin, path, query) => ask(`/api/plugins/${encodeURIComponent(plugin)}/x${path}`, { query: told(query) }),
    send: (plugin, path, body) => ask(`/api/plugins/${encodeURIComponent(plugin)}/x${path}`, { method: 'POST', body }),
    download: (plugin, path, query, name) => download({ path: `/api/plugins/${encodeURIComponent(plugin)}/x${path}`, query: told(query), name }),
    company: () => metaStore.value?.company ?? null,
    refused: error => (error instanceof ProblemError ? error.fields : {}),
    paper: async (entity, id, document) => {
      const { path, query } = records.paperOf(entity, id, { document })
      return (await sendFor(path, { query })).blob()
    },
    series: seriesNow,
    renumber: async (entity, field, pattern) => {
      await ask('/api/model/apply', { method: 'POST', body: { operations: [{ op: 'setSeries', entity, field, pattern }] } })
    },
  })
}

/** How records are numbered, as administrators may see it. */
async function seriesNow(entity: string, field: string): Promise<SeriesNow | null> {
  const { user, company } = meta()
  if (!user.admin) return null
  const { items } = await ask<{ items: readonly Listed[] }>('/api/model/series')
  const found = items.find(one => one.entity === entity && one.field === field)
  const scope = found?.scopes.find(one => one.company === (company?.id ?? null)) ?? found?.scopes[0]
  return found && scope ? { pattern: found.pattern, next: scope.next } : null
}

interface Listed extends SeriesNow {
  readonly entity: string
  readonly field: string
  readonly scopes: readonly { readonly company: string | null; readonly next: string }[]
}

/** As an address has it: nothing for what is not told. */
function told(query: AskedQuery): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === null || value === undefined ? undefined : String(value)]))
}

function fieldOf(entity: string, name: string): FieldMeta {
  const field = fieldAt(entity, name)
  if (!field) throw new Error(`${entity} has no field ${name} that the signed-in person may see: ask can() or the model before drawing it.`)
  return field
}
