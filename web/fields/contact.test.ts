import { describe, expect, test } from 'vitest'
import { mailHref, phoneHref, urlHref, whatsappHref } from './contact.ts'

describe('a number opens a chat with the one whose it is, as people of a country write it', () => {
  test.each([
    ['IN', '98765 43210', 'https://wa.me/919876543210'],
    ['IN', '098765-43210', 'https://wa.me/919876543210'],
    ['IN', '919876543210', 'https://wa.me/919876543210'],
    ['BR', '+91 98765 43210', 'https://wa.me/919876543210'],
    ['BR', '11 98765 4321', null],
    ['IN', '9198765432', 'https://wa.me/919198765432'],
    ['IN', '+91 98765 43210', 'https://wa.me/919876543210'],
    ['IN', '0091 98765 43210', 'https://wa.me/919876543210'],
    ['IN', '+44 (0)20 7946 0958', 'https://wa.me/442079460958'],
    ['IN', '0044 (0)20 7946 0958', 'https://wa.me/442079460958'],
    ['US', '(212) 555-0143', 'https://wa.me/12125550143'],
    ['US', '1 212 555 0143', 'https://wa.me/12125550143'],
    ['GB', '020 7946 0958', 'https://wa.me/442079460958'],
    ['DE', '0171 2345678', 'https://wa.me/491712345678'],
    ['AE', '050 123 4567', 'https://wa.me/971501234567'],
    ['DE', '+91 98765 43210', 'https://wa.me/919876543210'],
  ])('in %s: %s', (country, number, href) => {
    expect(whatsappHref(number, country)).toBe(href)
  })
})

test('and a call or a mail goes to what was written, without what is only there to be read', () => {
  expect([
    phoneHref('+91 98765-43210'),
    phoneHref('(0731) 255 01 43'),
    phoneHref('00 44 20 7946 0958'),
    phoneHref('+44 (0)20 7946 0958'),
    mailHref('asha.rao@example.com'),
    mailHref('asha+bills@example.com'),
    mailHref('a?cc=all@example.com'),
    urlHref('https://example.com/a?b=c'),
    urlHref('javascript:alert(1)'),
    urlHref('https://example.com/ " onclick='),
  ]).toEqual([
    'tel:+919876543210',
    'tel:07312550143',
    'tel:00442079460958',
    'tel:+442079460958',
    'mailto:asha.rao@example.com',
    'mailto:asha%2Bbills@example.com',
    'mailto:a%3Fcc%3Dall@example.com',
    'https://example.com/a?b=c',
    null,
    null,
  ])
})
