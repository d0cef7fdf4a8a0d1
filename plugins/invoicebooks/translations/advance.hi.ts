/** Tax that is withheld of advances, in Hindi as accountants say it. */
export const advanceHindi = {
  'Withheld under': 'किस धारा में कटौती',
  'The section by which tax is kept back of what stays as an advance; that of the supplier unless told.':
    'जिस धारा से अग्रिम के रूप में बची रकम पर टीडीएस काटा जाता है; न बताएँ तो आपूर्तिकर्ता की धारा।',
  'Tax withheld at': 'कर कटौती की दर',
  'As by a certificate: it counts instead of the rate of the section.': 'जैसे प्रमाणपत्र से: यह धारा की दर की जगह गिनी जाती है।',
  'Advance before tax': 'टीडीएस से पहले अग्रिम',
  'What was agreed to be paid ahead: tax is kept back of it, and the rest is paid.': 'जितना अग्रिम तय हुआ: उसमें से टीडीएस काटकर बाक़ी चुकाया जाता है।',
  'Advance without GST': 'GST के बिना अग्रिम',
  'Where GST is in it and stands apart: tax is withheld on the rest alone.': 'जहाँ GST उसमें अलग से दिखाया हो: टीडीएस बाक़ी रकम पर ही कटता है।',
  'Withheld by': 'कटौती का नियम',
  'A posted payment stays as it is. Cancel it, and enter it anew.': 'दर्ज भुगतान वैसा ही रहता है। इसे रद्द करें, फिर नया दर्ज करें।',
  Payment: 'भुगतान',
  'The advance was to be {advance}, and with {tax} of tax withheld it comes to {left}. Pay {amount}, or correct the advance.':
    'अग्रिम {advance} तय था, और {tax} टीडीएस के साथ वह {left} होता है। {amount} चुकाएँ, या अग्रिम ठीक करें।',
  'This section has no rate on the day of the payment. Give it one under Sections of withheld tax, or choose another.':
    'भुगतान के दिन इस धारा की कोई दर नहीं है। «कर कटौती की धाराएँ» में दर लिखें, या दूसरी धारा चुनें।',
  '{tax} of tax is withheld, and only {left} stays as an advance. Withhold at most that, or enter what settles bills as a payment of its own.':
    '{tax} टीडीएस काटा गया है, और अग्रिम के रूप में केवल {left} बचता है। अधिक से अधिक उतना काटें, या बिलों का भुगतान अलग से दर्ज करें।',
  'Without GST the advance can’t be more than {left}, which it is with GST.': 'GST के बिना अग्रिम {left} से अधिक नहीं हो सकता, क्योंकि GST सहित वह इतना ही है।',
  'Withholds tax of advances': 'अग्रिमों पर टीडीएस काटना',
  'Sees sections of withheld tax and what was withheld of advances, beside the right to make payments.':
    'कर कटौती की धाराएँ और अग्रिमों पर कटा टीडीएस देखता है; भुगतान करने का अधिकार अलग से चाहिए।',
  'Tax withheld': 'काटा गया कर',
  'How it came': 'यह कैसे बना',
  Advance: 'अग्रिम',
  'Tax withheld of an advance': 'अग्रिम पर टीडीएस',
  'Paid of the advance': 'अग्रिम में से भुगतान',
  'What is left over beside what it settles is an advance.': 'जो निपटाया जाए उसके बाद बची रकम अग्रिम है।',
  'What the payment settles beside the advance.': 'अग्रिम के अलावा भुगतान से जो निपटता है।',
} as const
