import type { Meta } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { standingIn } from '../records/merge/standing.ts'

type Shown = Pick<Meta, 'entities' | 'forms'>

/** Who the records are now that a browser meets in what it holds itself: rules, parts of forms and actions. Left out where none of them was merged. */
export async function standingOf(ctx: CoreCtx, shown: Shown): Promise<Pick<Meta, 'standing'>> {
  if (ctx.access.caller.merged.length === 0) return {}
  const standing = await standingIn(ctx, [...ofEntities(shown), ...ofForms(shown)])
  return Object.keys(standing).length === 0 ? {} : { standing }
}

type Held = { readonly entity: string; readonly conditions: readonly object[] }[]

function ofEntities({ entities }: Shown): Held {
  return Object.values(entities).map(({ name, rules, actions, publicPage }) => ({
    entity: name,
    conditions: [
      ...rules.map(({ when }) => when as object),
      ...actions.flatMap(({ when, primary }) => [when ?? [], typeof primary === 'object' ? primary : []].flat()),
      ...(publicPage?.when ? [publicPage.when] : []),
    ],
  }))
}

function ofForms({ forms }: Shown): Held {
  return Object.values(forms).map(({ entity, sections, tabs = [] }) => ({
    entity,
    conditions: [...sections, ...tabs].flatMap(({ when }) => (when ? [when as object] : [])),
  }))
}
