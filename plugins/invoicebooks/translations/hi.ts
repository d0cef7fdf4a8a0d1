import { translations } from '@sangam/sdk'
import { advanceHindi } from './advance.hi.ts'

export const hindi = translations('hi', {
  'Invoices in the books': 'बहियों में चालान',
  'Posts invoices, bills and their notes into the ledger as they are posted, and shows on them what is still open there.':
    'चालान, बिल और उनके नोट दर्ज होते ही बहियों में चढ़ाता है, और उन पर दिखाता है कि वहाँ कितना बकाया है।',
  'Invoices into the books': 'चालान बहियों में',
  'From which day on the invoices and bills of a company stand in its books: those of days before are covered by the opening balances.':
    'किस दिन से कंपनी के चालान और बिल उसकी बहियों में चढ़ते हैं: पहले के दिनों के आरंभिक शेष में आ चुके हैं।',
  'Books begin on': 'बहियाँ कब शुरू',
  'Documents of earlier days are covered by the opening balances, and are never posted.': 'पहले के दिनों के दस्तावेज़ आरंभिक शेष में आ चुके हैं और कभी चढ़ाए नहीं जाते।',
  'To be posted': 'चढ़ाने को बाक़ी',
  'It comes to nothing, so there is nothing to put into the books. Give a quantity and a price.':
    'इसकी राशि शून्य है, इसलिए बहियों में चढ़ाने को कुछ नहीं है। मात्रा और दाम दें।',
  'Posted documents from that day on of which the books know nothing.': 'उस दिन से दर्ज दस्तावेज़ जिनका बहियों को पता नहीं।',
  'Of a worth of': 'जिनकी राशि',
  'Covered by the opening': 'आरंभिक शेष में आए',
  'Covered, of a worth of': 'आरंभिक शेष में आए, जिनकी राशि',
  'Posted by it': 'इससे चढ़ाए गए',
  'The books have begun on this day. It stays.': 'बहियाँ इसी दिन शुरू हुई हैं। यह ऐसा ही रहता है।',
  'Post them': 'इन्हें चढ़ाएँ',
  'Posts what is to be posted, once each. From then on earlier days are covered by the opening.':
    'जो बाक़ी हैं उन्हें एक-एक बार चढ़ाता है। उसके बाद पहले के दिन आरंभिक शेष में माने जाते हैं।',
  'Choose the company whose books begin.': 'वह कंपनी चुनें जिसकी बहियाँ शुरू होती हैं।',
  'What would become of earlier documents': 'पहले के दस्तावेज़ों का क्या होगा',
  'Opener of the books': 'बहियाँ शुरू करने वाला',
  'Says from which day on invoices and bills stand in the books, and posts those that wait.':
    'बताता है कि किस दिन से चालान और बिल बहियों में चढ़ें, और बाक़ी को चढ़ाता है।',
  'Say under In the books what one {currency} is worth in {own}.': '“बहियों में” के नीचे बताएँ कि एक {currency} कितने {own} का है।',
  'Payments went through': 'भुगतान किस खाते से हुए',
  'The account, such as the bank, through which went what was recorded as paid on these documents. It is posted on the day of taking over.':
    'वह खाता, जैसे बैंक, जिससे इन दस्तावेज़ों पर दर्ज भुगतान हुए। इन्हें चढ़ाने के दिन पर दर्ज किया जाता है।',
  'Of {count} of these documents {amount} were recorded as paid. Choose under “Payments went through” the account, such as the bank, then post them.':
    'इनमें से {count} दस्तावेज़ों पर {amount} का भुगतान दर्ज है। “भुगतान किस खाते से हुए” में खाता चुनें, जैसे बैंक, फिर चढ़ाएँ।',
  'Paid of {number} before it stood in the books': '{number} का भुगतान, जो बहियों में चढ़ने से पहले हुआ',
  '{day} is locked up to {until}: {reason}. Give it a later date, or ask an accountant for an exception.':
    '{day} बंद है, {until} तक: {reason}। बाद की तारीख़ दें, या लेखाकार से अपवाद माँगें।',
  '{day} is locked for good up to {until}: {reason}. This has no exceptions. Give it a later date.':
    '{day} हमेशा के लिए बंद है, {until} तक: {reason}। इसका कोई अपवाद नहीं। बाद की तारीख़ दें।',
  'Output {tax}': 'आउटपुट {tax}',
  'Input {tax}': 'इनपुट {tax}',
  'Invoice {number}, {party}': 'चालान {number}, {party}',
  'Credit note {number}, {party}': 'जमा नोट {number}, {party}',
  'Debit note {number}, {party}': 'नामे नोट {number}, {party}',
  'Bill {number}, {party}': 'ख़रीद का बिल {number}, {party}',
  'Receipt voucher {number}, {party}': 'प्राप्ति वाउचर {number}, {party}',
  'Refund voucher {number}, {party}': 'वापसी वाउचर {number}, {party}',
  '{advance} taken off {invoice}': '{invoice} में {advance} लिया गया',
  'Paid early': 'समय से पहले भुगतान',
  'The advance was put back': 'अग्रिम वापस रखा गया',
  'A voucher of more than {limit} is posted by somebody else than who wrote it. Keep it as a draft, and ask a colleague to look at it and post it.':
    '{limit} से अधिक का वाउचर वह दर्ज करता है जिसने उसे नहीं लिखा। इसे प्रारूप रखें, और किसी सहकर्मी से देखकर दर्ज करने को कहें।',
  'Received into': 'किस खाते में मिला',
  'The bank or cash account of a voucher; the usual bank unless told.': 'वाउचर का बैंक या नकद खाता; न बताने पर सामान्य बैंक।',
  'A posted document stays as it is. Credit or cancel it, and post what is right.':
    'दर्ज दस्तावेज़ वैसा ही रहता है। उसका जमा नोट बनाएँ या रद्द करें, और जो सही है उसे दर्ज करें।',
  '{account} is no bank or cash account of this company. Choose one.': '{account} इस कंपनी का बैंक या नकद खाता नहीं है। वैसा खाता चुनें।',
  'Vendor credit {number}, {party}': 'आपूर्तिकर्ता का जमा नोट {number}, {party}',
  'Charged with': 'किस इनवॉइस से लिया',
  'The invoice over its fee and interest, a draft until it is posted.': 'इसके शुल्क और ब्याज का इनवॉइस; दर्ज होने तक मसौदा।',
  'Draft an invoice over fee and interest': 'शुल्क और ब्याज का इनवॉइस तैयार करें',
  'Look at its lines and their tax, then post it: its number then stands on this reminder, and later ones ask for interest from this letter on.':
    'इसकी पंक्तियाँ और कर देख लें, फिर दर्ज करें: तब इसका नंबर इस अनुस्मारक पर आता है, और बाद के अनुस्मारक इस पत्र के दिन से ब्याज माँगते हैं।',
  'Charges for late payment': 'देर से भुगतान का शुल्क लेना',
  'Drafts invoices over the fee and interest of reminders, beside the right to write invoices.':
    'अनुस्मारकों के शुल्क और ब्याज के इनवॉइस तैयार करता है; इनवॉइस लिखने का अधिकार अलग से चाहिए।',
  'Fee for a reminder of {day}': '{day} के अनुस्मारक का शुल्क',
  'Interest up to {day} on {document}': '{document} पर {day} तक का ब्याज',
  'Cost centre': 'लागत केंद्र',
  Project: 'परियोजना',
  'Tells dimensions on invoices': 'इनवॉइस पर आयाम बताना',
  'Sees cost centres and projects, to say on lines of invoices and bills of which they are.':
    'लागत केंद्र और परियोजनाएँ देखता है, ताकि इनवॉइस और बिल की पंक्तियों पर बता सके कि वे किसकी हैं।',
  'It charges a reminder to {party}: leave it to them, or take those lines out.': 'इसमें {party} के अनुस्मारक का शुल्क है: इसे उन्हीं के नाम रहने दें, या वे पंक्तियाँ हटाएँ।',
  'It charges a reminder of another company: leave it with that one, or take those lines out.':
    'इसमें किसी दूसरी कंपनी के अनुस्मारक का शुल्क है: इसे उसी कंपनी में रहने दें, या वे पंक्तियाँ हटाएँ।',
  'Another draft charges the reminder of {day} by now. Leave one of them in the bin.':
    '{day} के अनुस्मारक का शुल्क अब दूसरे मसौदे में है। दोनों में से एक को कूड़ेदान में ही रहने दें।',
  'The reminder of {day} is charged by {number} by now: this draft would charge it twice. Throw it away.':
    '{day} के अनुस्मारक का शुल्क {number} से लिया जा चुका है: यह मसौदा उसे दोबारा लेता। इसे हटा दें।',
  'Days for which the reminder of {day} asks interest are charged with another one by now. Leave this draft in the bin, and draft what is left.':
    '{day} के अनुस्मारक के ब्याज के कुछ दिन अब दूसरे अनुस्मारक में लिए जा चुके हैं। यह मसौदा कूड़ेदान में ही रहने दें, और जो बाकी है उसका नया मसौदा बनाएँ।',
  'gave back {number}: fee and interest may be charged again': 'ने {number} वापस किया: शुल्क और ब्याज फिर से लिया जा सकता है',
  ...advanceHindi,
})
