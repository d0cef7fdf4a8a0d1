import type { FieldMeta, Repo } from '@sangam/sdk'
import { type AskedQuery, bindHost } from '@sangam/sdk/web'
import { html } from 'lit'
import { ask, sentenceOf } from '../data/client.ts'
import { download } from '../data/download.ts'
import { onChange } from '../data/live.ts'
import { can, fieldAt, metaStore } from '../data/meta.ts'
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
    ask: (plugin, path, query) => ask(`/api/plugins/${encodeURIComponent(plugin)}/x${path}`, { query: told(query) }),
    send: (plugin, path, body) => ask(`/api/plugins/${encodeURIComponent(plugin)}/x${path}`, { method: 'POST', body }),
    download: (plugin, path, query, name) => download({ path: `/api/plugins/${encodeURIComponent(plugin)}/x${path}`, query: told(query), name }),
    company: () => metaStore.value?.company ?? null,
  })
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
