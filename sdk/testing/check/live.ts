import type { TestClient } from '../client.ts'

interface Told {
  readonly position: string
  readonly entity?: string
  readonly id?: string
}

/** How long a live feed may take to tell what happened before it was opened. */
const patienceMs = 20_000

/**
 * What someone's live feed tells of what is made meanwhile, as the ids of an entity: the feed is opened again behind the place where it stood before, as a
 * browser does that was away, so that nothing is waited for.
 */
export async function heardOf<T>(
  person: TestClient,
  admin: TestClient,
  entity: string,
  make: () => Promise<T>,
): Promise<{ readonly made: T; readonly heard: readonly string[] }> {
  const [before] = await told(person, '', () => true)
  const made = await make()
  // Everybody sees people: when this is told, all that came before it was.
  await admin.patch(`/api/records/core.user/${person.userId}`, { name: `Meera ${before?.position}` })
  const all = await told(person, before?.position ?? '', one => one.id === person.userId)
  return { made, heard: [...new Set(all.flatMap(one => (one.entity === entity && one.id ? [one.id] : [])))] }
}

async function told(person: TestClient, after: string, isLast: (one: Told) => boolean): Promise<Told[]> {
  const answer = await person.open('/api/live', { 'Last-Event-ID': after })
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader()
  const decoder = new TextDecoder()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('The live feed did not tell within 20 s what everybody may see.')), patienceMs)
  })
  const found: Told[] = []
  try {
    for (let text = ''; !found.some(isLast); ) {
      const { value, done } = await Promise.race([reader.read(), late])
      if (done) throw new Error(`The live feed ended with ${answer.status}.`)
      const parts = `${text}${decoder.decode(value, { stream: true })}`.split('\n\n')
      text = parts.pop() ?? ''
      found.push(...parts.map(eventOf))
    }
    return found
  } finally {
    clearTimeout(timer)
    await reader.cancel()
  }
}

function eventOf(part: string): Told {
  const lines = new Map(part.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
  return { position: lines.get('id') ?? '', ...(JSON.parse(lines.get('data') ?? '{}') as object) }
}
