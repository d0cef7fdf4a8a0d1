import { randomBytes } from 'node:crypto'
import { Webhook as Signer } from 'standardwebhooks'

/** A secret as the Standard Webhooks write it: 256 bits. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/**
 * The headers that let a receiver know a message: its id, the time, and a signature by each secret that is valid now.
 *
 * @param secrets Newest first; while a secret is being changed there are two.
 * @example
 * signedHeaders(['whsec_…'], 'msg_1', new Date(), '{"type":"leads.lead.created"}')
 */
export function signedHeaders(secrets: readonly string[], id: string, at: Date, body: string): { readonly [name: string]: string } {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    ...(secrets.length > 0 && { 'webhook-signature': secrets.map(secret => signatureOf(secret, id, at, body)).join(' ') }),
  }
}

/** The signature of one message by one secret, as the Standard Webhooks write it: over id, time and body. */
export function signatureOf(secret: string, id: string, at: Date, body: string): string {
  return new Signer(secret).sign(id, at, body)
}
