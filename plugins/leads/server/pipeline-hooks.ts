import { hooks, inParts, type Refusal } from '@sangam/sdk'
import { Lead, Pipeline, Stage } from '../model.ts'

/** One pipeline at most is taken unless another is chosen: the last to be marked. */
export const pipelineHooks = hooks(Pipeline, {
  async react(ctx, changes) {
    const marked = changes.flatMap(({ next, changed }) => (next?.isDefault && changed.includes('isDefault') ? [next.id] : []))
    const last = marked.at(-1)
    if (last === undefined) return
    await ctx.asSystem('Only one pipeline is the usual one', async system => {
      // Who marks another in this moment waits, and comes last.
      await system.lock('leads.usualPipeline')
      const others = await system.repo(Pipeline).find({ where: { isDefault: true, id: { ne: last } }, limit: 500, count: 'none' })
      await system.repo(Pipeline).updateMany(others.items.map(({ id }) => ({ id, patch: { isDefault: false } })))
    })
  },
})

/** A stage keeps its kind and its pipeline as long as leads stand in it: their status says the same. */
export const stageEntityHooks = hooks(Stage, {
  async check(ctx, changes) {
    const turned = changes.flatMap(({ before, next, changed }) =>
      before && next && (changed.includes('kind') || changed.includes('pipeline')) ? [next.id] : [],
    )
    if (turned.length === 0) return
    const used = new Set<unknown>()
    await ctx.asSystem('Looks for leads in stages', async system => {
      for (const some of inParts(turned)) {
        for (const row of await system.repo(Lead).group({ where: { stage: { in: some } }, group: ['stage'], measures: ['count'], limit: some.length }))
          used.add(row.stage)
      }
    })
    return changes.flatMap(({ next, changed }, index): Refusal[] => {
      if (!next || !used.has(next.id) || !turned.includes(next.id)) return []
      const field = changed.includes('kind') ? 'kind' : 'pipeline'
      return [{ index, field, code: 'stage_in_use', message: 'Leads stand in this stage. Move them to another first.' }]
    })
  },
})
