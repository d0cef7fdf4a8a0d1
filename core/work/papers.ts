import type { Access } from '../access/access.ts'
import { readSystemCaller, systemUser } from '../access/caller.ts'
import { accessOfUser, systemAccess } from '../access/resolve.ts'
import { Refused } from '../errors.ts'
import { documentOf } from '../print/documents.ts'
import { withContext } from '../records/context.ts'
import type { World } from '../world.ts'
import type { Attachment, MailMessage } from './mail.ts'
import { mostAttached } from './mail-settings.ts'
import { Park } from './park.ts'

/** Who sent a mail, and the role they were narrowed to as they did. */
interface Sender {
  readonly id: string | null
  readonly role: string | null
}

/** The papers that go with a mail, printed as the mail leaves and as whoever sent it may see the records then. What can't be printed keeps the mail back, with a sentence. */
export async function papersOf(
  world: World,
  workspace: string,
  sender: Sender,
  { papers = [], language }: Pick<MailMessage, 'papers' | 'language'>,
): Promise<Attachment[]> {
  if (papers.length === 0) return []
  const access = await accessOfSender(world, workspace, sender)
  if (!access) throw new Park('The person behind this mail may not sign in any more.')
  const { writeDocument } = await import('../print/document.ts')
  return withContext(world, { workspace, access, origin: 'job', readOnly: true, snapshot: true, ...(language && { locale: language }) }, async ctx => {
    const most = await mostAttached(ctx)
    const made: Attachment[] = []
    for (const { entity, id, document } of papers) {
      try {
        const { fileName, pages } = await writeDocument(ctx, entity, id, await documentOf(ctx, entity, document))
        const parts: Uint8Array[] = []
        for await (const part of pages) parts.push(part)
        made.push({ name: fileName, type: 'application/pdf', bytes: Buffer.concat(parts) })
      } catch (error) {
        if (error instanceof Refused && error.status === 404) throw new Park('A paper of this mail is not there any more, or its sender may not see it.')
        throw error
      }
    }
    if (made.reduce((sum, { bytes }) => sum + bytes.length, 0) > most) throw new Park('The papers of this mail are larger than the mail settings allow.')
    return made
  })
}

/** A job sends as the system: its papers are those that the plugin itself named. */
async function accessOfSender(world: World, workspace: string, { id, role }: Sender): Promise<Access | null> {
  if (id === null) return null
  if (id !== systemUser) return accessOfUser(world, workspace, id, role === null ? {} : { role })
  return systemAccess(await readSystemCaller(world.db.app, workspace), 'Prints the papers of a mail that a job sends')
}
