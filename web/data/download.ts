import { formatSize } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { type Running, toast, toastRunning } from '../ui/toast.ts'
import { type Ask, ProblemError, send, sentenceOf } from './client.ts'

export interface Wanted extends Omit<Ask, 'signal'> {
  /** Where the server has it. */
  readonly path: string
  /** How the file is called; without it as the server says. */
  readonly name?: string
  /** What is being made, until the server has said how it is called. */
  readonly label?: string
  /** Told when the file is there, with what the server said beside it. */
  readonly done?: (said: Headers) => void
}

/** What takes no longer than this says nothing while it runs. */
const unnoticed = 400
/** How often it is said how far it is. */
const pause = 200

/**
 * Gives the person a file of the server's: all files of the shell come this way. What takes a moment says how far it is, can be called off,
 * and goes on while the person goes elsewhere. It ends when the file is saved, was called off, or what went wrong was said.
 *
 * @example await download({ ...records.exportOf('leads.lead', 'csv', {}), name: 'Leads.csv' })
 */
export async function download(wanted: Wanted): Promise<void> {
  const { path, name, label, done, ...asked } = wanted
  const stop = new AbortController()
  const way = new Way(name ?? label ?? t('the file'), () => stop.abort())
  const end = (): void => {
    stop.abort()
    way.end()
  }
  running.add(end)
  try {
    const answer = await send(path, { ...asked, signal: stop.signal })
    const file = name ?? nameOf(answer)
    const content = await way.watch(answer, file)
    if (stop.signal.aborted) return
    save(content, file)
    done?.(answer.headers)
    toast(t('“{file}” is saved.', { file }))
  } catch (error) {
    if (stop.signal.aborted) return
    toast(error instanceof ProblemError ? sentenceOf(error) : t('“{file}” broke off on the way. Check the connection.', { file: way.file }), {
      kind: 'problem',
      // What was refused would be refused again.
      ...(passes(error) && { action: { label: t('Try again'), run: () => download(wanted) } }),
    })
  } finally {
    running.delete(end)
    way.end()
  }
}

const running = new Set<() => void>()

/** What was asked for by somebody who is gone is nobody's. */
export function endDownloads(): void {
  for (const end of running) end()
  running.clear()
}

/** How far a file is, said once it takes a moment. */
class Way {
  file: string
  readonly #timer: ReturnType<typeof setTimeout>
  #shown: Running | null = null
  #bytes = 0
  #total: number | null = null
  #said = 0

  constructor(file: string, cancel: () => void) {
    this.file = file
    this.#timer = setTimeout(() => {
      this.#shown = toastRunning(cancel)
      this.#say()
    }, unnoticed)
  }

  /** Its content, counted as it comes. */
  watch(answer: Response, file: string): Promise<Blob> {
    this.file = file
    // What is packed on the way is counted as it is unpacked, of which nobody says how much it will be.
    const length = answer.headers.has('Content-Encoding') ? null : answer.headers.get('Content-Length')
    this.#total = length === null ? null : Number(length)
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, out) => {
        this.#bytes += part.byteLength
        if (performance.now() - this.#said > pause) this.#say()
        out.enqueue(part)
      },
    })
    const type = answer.headers.get('Content-Type') ?? 'application/octet-stream'
    return new Response(answer.body?.pipeThrough(counted) ?? null, { headers: { 'Content-Type': type } }).blob()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#shown?.end()
  }

  #say(): void {
    this.#said = performance.now()
    const total = this.#total
    const size = formatSize(this.#bytes)
    this.#shown?.tell({
      text: t('Making “{file}”…', { file: this.file }),
      amount: this.#bytes === 0 ? '' : total === null ? size : t('{size} of {total}', { size, total: formatSize(total) }),
      part: total === null || total === 0 ? null : this.#bytes / total,
    })
  }
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Some browsers read it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function nameOf(answer: Response): string {
  const said = answer.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(said)?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)/i.exec(said)?.[1] ?? t('the file'))
}

/** Whether what failed may go well another time. */
function passes(error: unknown): boolean {
  return !(error instanceof ProblemError) || error.status === 0 || error.status >= 500 || error.status === 408 || error.status === 429
}
