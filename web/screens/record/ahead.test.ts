import { afterEach, expect, test, vi } from 'vitest'
import { records } from '../../data/records.ts'
import { readAhead, readNow } from './ahead.ts'

afterEach(() => vi.unstubAllGlobals())

/** A server with one van, whose colour is read when the request comes in. */
function server() {
  let colour = 'red'
  const asked: string[] = []
  vi.stubGlobal('sessionStorage', { getItem: () => null })
  vi.stubGlobal('fetch', async (_: string, { method }: { method: string }) => {
    asked.push(method)
    const answer = JSON.stringify({ id: '1', colour })
    // The write comes in after what was asked beside it.
    await new Promise(resolve => setTimeout(resolve, 1))
    if (method === 'PATCH') colour = 'blue'
    return new Response(answer)
  })
  return asked
}

test('A record that is read while its link is pressed is not read again', async () => {
  const asked = server()
  readAhead('van', '1', ['colour'])
  expect([await readNow('van', '1', ['colour']), asked]).toEqual([{ id: '1', colour: 'red' }, ['GET']])
})

test('What a press began to save is in the record that it opens', async () => {
  const asked = server()
  readAhead('van', '1', ['colour'])
  const saved = records.update('van', '1', { colour: 'blue' })
  expect([await readNow('van', '1', ['colour']), asked]).toEqual([{ id: '1', colour: 'blue' }, ['GET', 'PATCH', 'GET']])
  await saved
})

test('What was read ahead before something was saved is read again', async () => {
  server()
  readAhead('van', '1', ['colour'])
  await records.update('van', '1', { colour: 'blue' })
  expect(await readNow('van', '1', ['colour'])).toEqual({ id: '1', colour: 'blue' })
})
