import { Readable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { keptEndings, typeOf } from './kinds.ts'
import { safeName } from './names.ts'
import { defaultMaxBytes, type FileStore, type StoredFile } from './storage.ts'

/** What one person may have sent that hangs nowhere yet. */
const mostOpen = 200
const mostOpenBytes = 500 * 1_048_576
/** Enough to know a kind by, and to see whether a text is one. */
const headBytes = 4096

/** Refuses who has sent much that hangs nowhere: before a byte is kept. */
export async function mayUpload(ctx: CoreCtx): Promise<void> {
  const [open] = await ctx.tx.run<{ n: number; bytes: string }>(sql`
    select count(*)::int as n, coalesce(sum(bytes), 0)::text as bytes from ${tableName(ctx.schema, 'core_file')}
    where created_by = ${ctx.scope.me}::uuid and record is null and deleted_at is null`)
  if (open && (open.n >= mostOpen || Number(open.bytes) >= mostOpenBytes))
    throw new Refused(429, 'too_many_files', 'You have sent many files that no record holds yet. Save your records first, or come back tomorrow.')
}

/** Keeps the bytes of a file whose ending and beginning agree. */
export async function keepBytes(
  store: FileStore,
  workspace: string,
  name: string,
  content: AsyncIterable<Uint8Array>,
): Promise<StoredFile & { readonly name: string; readonly type: string }> {
  const clean = safeName(name)
  const parts = content[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  while (length < headBytes) {
    const { value, done } = await parts.next()
    if (done) break
    head.push(value)
    length += value.length
  }
  const begin = Buffer.concat(head)
  const type = length === 0 ? null : typeOf(clean, begin.subarray(0, headBytes))
  if (type === null)
    throw new Refused(415, 'file_kind', 'A file of this kind is not kept here, or it is not what its name says. Kept are: {kinds}.', {
      values: { kinds: keptEndings },
    })
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield begin
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value
  }
  return { ...(await store.write(workspace, Readable.from(whole()), { maxBytes: defaultMaxBytes })), name: clean, type }
}

/** The row of a file that was kept. It is the sender's until a record takes it. */
export async function recordFile(
  ctx: CoreCtx,
  kept: Awaited<ReturnType<typeof keepBytes>>,
): Promise<{ id: string; name: string; type: string; bytes: number }> {
  const { name, type, bytes, sha256, key } = kept
  const [made] = await ctx.asSystem('Keeps a file that someone sent', async system =>
    change(system as CoreCtx, 'core.file', [{ verb: 'create', values: { name, contentType: type, bytes, sha256, key } }], { server: true }),
  )
  const { id } = made as { id: string }
  return { id, name, type, bytes }
}
