import type { RelatedList } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'

/** The related lists of a part of a page. What draws a list is fetched when a page first has one. */
export function relatedLists(
  lists: readonly RelatedList[],
  of: { readonly entity: string; readonly record: string; readonly fixed?: boolean },
): readonly TemplateResult[] {
  if (lists.length > 0) void import('./related.ts')
  return lists.map(related => html`<sangam-related .related=${related} entity=${of.entity} record=${of.record} ?fixed=${of.fixed ?? false}></sangam-related>`)
}
