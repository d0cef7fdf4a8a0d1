import type { Meta } from '@sangam/sdk'

/** What a person looks at, by the address of the page: the entity of its records. */
function entityAt(meta: Meta, path: string): string | undefined {
  const [, screen = '', name = ''] = path.split('/')
  return screen === 'page' ? meta.pages.find(page => page.name === decodeURIComponent(name))?.entity : decodeURIComponent(name)
}

/** Whether what is looked at counts for nothing yet: it is tried out, and its company is not live. Sample data says so by itself. */
export function isTrial(meta: Meta, path: string): boolean {
  if (meta.company?.stage !== 'trial' || meta.workspace.sample) return false
  return meta.entities[entityAt(meta, path) ?? '']?.trial === true
}
