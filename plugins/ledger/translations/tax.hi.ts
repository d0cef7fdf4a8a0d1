/** What the tax report says, in Hindi. */
export const taxHindi = {
  'Sum of tax': 'कर का जोड़',
  'Sums of tax': 'करों के जोड़',
  'What lines of tax come to by their part and rate, day by day, kept up as entries are posted.':
    'कर की पंक्तियाँ अपने भाग और दर के अनुसार दिन-ब-दिन कितने पर आती हैं; प्रविष्टियाँ दर्ज होते ही रखा जाता है।',
  'Taxable value of debits': 'नामे की कर-योग्य राशि',
  'Taxable value of credits': 'जमा की कर-योग्य राशि',
  'Below nothing.': 'शून्य से कम।',
  'Tax report': 'कर रिपोर्ट',
  'Lines of tax': 'कर की पंक्तियाँ',
  'Tax on sales': 'बिक्री पर कर',
  'Tax on purchases, to get back': 'ख़रीद पर कर, वापस मिलने वाला',
  'Owed on purchases (reverse charge)': 'ख़रीद पर ख़ुद देय कर (रिवर्स चार्ज)',
  'Got back of what is owed on purchases': 'ख़रीद पर ख़ुद देय कर में से वापस मिलने वाला',
  'Tax left': 'शेष कर',
  'Taxable value left': 'शेष कर-योग्य राशि',
  'Given back': 'लौटाया गया',
  'Given back: taxable value': 'लौटाया गया: कर-योग्य राशि',
  'Given back: tax': 'लौटाया गया: कर',
  'On {day} lines of tax tell {most} different parts and rates or more, which no report can show.':
    '{day} को कर की पंक्तियों में {most} या अधिक अलग-अलग भाग और दरें हैं, जो किसी रिपोर्ट में नहीं दिखाई जा सकतीं।',
  'In this report': 'इस रिपोर्ट में',
  'Posted otherwise': 'अन्यथा दर्ज',
  Withheld: 'काटा गया कर',
  'How the tax accounts come to their balances': 'कर खाते अपने शेष तक कैसे पहुँचते हैं',
  'What was posted otherwise has no part of a tax on its lines, such as what was paid to the state: none of it is in the report above.':
    'जो अन्यथा दर्ज हुआ, उसकी पंक्तियों पर कर का कोई भाग नहीं लिखा, जैसे सरकार को चुकाया गया कर: वह ऊपर की रिपोर्ट में नहीं है।',
  'Nothing was taxed from {from} to {to}': '{from} से {to} तक किसी पर कर नहीं लगा',
  'Tax stands here once an entry is posted whose lines say which part of a tax they are.':
    'ऐसी प्रविष्टि दर्ज होते ही कर यहाँ दिखेगा जिसकी पंक्तियाँ बताती हैं कि वे कर का कौन-सा भाग हैं।',
  '{component} at {rate} %': '{component}, {rate} %',
  'of {amount}': '{amount} पर',
} as const
