import { can } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { Viewed } from '../view/head.ts'

/** What is shown now can come by mail again and again; a look back shows one day for ever. */
export function mailItems(
  { entity, asOf, viewNow, shown }: Pick<Viewed, 'entity' | 'asOf' | 'viewNow' | 'shown'>,
  kind: 'list' | 'pivot',
): readonly MenuItem[] {
  if (asOf !== null || !can('core.scheduledReport:create')) return []
  const label = viewNow && viewNow.id !== 'all' ? viewNow.label : ''
  const run = async (): Promise<void> => (await import('./ask-report.ts')).sendByMail({ entity, kind, label, shown }).catch(toastProblem)
  return [{ label: t('Send by mail…'), icon: 'send', run }]
}
