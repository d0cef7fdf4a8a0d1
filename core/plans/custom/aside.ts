import { boardWithAside, formWithAside, listWithAside } from '../../registry/custom/aside.ts'
import type { Operation } from './operations.ts'
import type { Prepared } from './prepare.ts'

/**
 * Screens as they were arranged in the Studio, with what of them is set aside while a plugin is gone: who arranged them could not see it. Whoever says
 * all of a screen in a change set of one's own, or takes the whole away, is taken at their word.
 */
export function withAside({ after, state: { document } }: Pick<Prepared, 'after' | 'state'>, operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation): Operation => {
    if (operation.op === 'setList') {
      const [was, next] = [document.lists[operation.entity], operation.list]
      return was && next ? { ...operation, list: listWithAside(after, operation.entity, was, next) } : operation
    }
    if (operation.op === 'setForm') {
      const [was, next] = [document.forms[operation.entity], operation.form]
      return was && next ? { ...operation, form: formWithAside(after, operation.entity, was, next) } : operation
    }
    if (operation.op === 'setLayouts') {
      const was = document.layouts[operation.entity] ?? []
      const layouts = operation.layouts.map(next => {
        const before = was.find(one => one.role === next.role)
        return before ? formWithAside(after, operation.entity, before, next) : next
      })
      return { ...operation, layouts }
    }
    if (operation.op === 'setBoard') {
      const [was, next] = [document.boards[operation.entity], operation.board]
      return was && next ? { ...operation, board: boardWithAside(after, operation.entity, was, next) } : operation
    }
    return operation
  })
}
