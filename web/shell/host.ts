import type { Repo } from '@sangam/sdk'
import { bindHost } from '@sangam/sdk/web'
import { onChange } from '../data/live.ts'
import { can } from '../data/meta.ts'
import { repoOf, runOn } from '../data/repo.ts'
import { t } from './words.ts'

/** Gives the SDK's browser half its surface; once, before any screen of a plugin is loaded. */
export function bindShell(): void {
  bindHost({
    repo: entity => repoOf(entity) as Repo<typeof entity>,
    run: (action, id, input) => runOn(action, id, input as object) as never,
    can,
    t,
    live: onChange,
  })
}
