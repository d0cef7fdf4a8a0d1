import type { FieldMeta, Json } from '@sangam/sdk'
import { ask } from '../../data/client.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { asked } from '../../fields/asked.ts'
import { t } from '../../shell/words.ts'
import { toast } from '../../ui/toast.ts'

export type VerdictOn = 'approve' | 'refuse'

/** Asks for a comment, which a refusal needs, and gives the voice; true when it is given. */
export async function decide(vote: string, verdict: VerdictOn): Promise<boolean> {
  const done = await askFields({
    heading: verdict === 'approve' ? t('Approve') : t('Refuse'),
    fields: [commentField(verdict === 'refuse')],
    go: verdict === 'approve' ? t('Approve') : t('Refuse'),
    danger: verdict === 'refuse',
    submit: values => ask(`/api/approvals/votes/${vote}/${verdict}`, { method: 'POST', body: { comment: (values.comment as Json) ?? null } }),
  })
  if (done) toast(verdict === 'approve' ? t('It is approved.') : t('It is refused.'))
  return done !== null
}

/** Gives a voice to someone else; true when it is given. */
export async function handOver(vote: string): Promise<boolean> {
  const field = asked('user', 'reference', 'Person', { required: true, to: 'core.user' })
  const done = await askFields({
    heading: t('Let someone else decide'),
    text: t('They are told, and decide in your stead.'),
    fields: [field],
    go: t('Hand over'),
    submit: values => ask(`/api/approvals/votes/${vote}/hand-over`, { method: 'POST', body: { user: values.user as Json } }),
  })
  if (done) toast(t('It is handed over.'))
  return done !== null
}

export function commentField(required: boolean): FieldMeta {
  return asked('comment', 'text', 'Comment', { required, multiline: true, max: 1000 })
}
