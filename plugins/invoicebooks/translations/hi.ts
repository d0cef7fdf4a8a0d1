import { translations } from '@sangam/sdk'

export const hindi = translations('hi', {
  'Invoices in the books': 'बहियों में चालान',
  'Posts invoices, bills and their notes into the ledger as they are posted, and shows on them what is still open there.':
    'चालान, बिल और उनके नोट दर्ज होते ही बहियों में चढ़ाता है, और उन पर दिखाता है कि वहाँ कितना बकाया है।',
  'Books begin on': 'बहियाँ कब शुरू',
  'Documents of earlier days are covered by the opening balances, and are not posted. Empty, all are posted.':
    'पहले के दिनों के दस्तावेज़ आरंभिक शेष में आ चुके हैं और चढ़ाए नहीं जाते। ख़ाली छोड़ने पर सब चढ़ते हैं।',
  From: 'कब से',
  'Invoice {number}, {party}': 'चालान {number}, {party}',
  'Credit note {number}, {party}': 'जमा नोट {number}, {party}',
  'Debit note {number}, {party}': 'नामे नोट {number}, {party}',
  'Bill {number}, {party}': 'ख़रीद का बिल {number}, {party}',
  'Vendor credit {number}, {party}': 'आपूर्तिकर्ता का जमा नोट {number}, {party}',
})
