/** Templates of entries, in Hindi. */
export const templatesHindi = {
  'Entry template': 'प्रविष्टि का नमूना',
  'Entry templates': 'प्रविष्टियों के नमूने',
  'Entries as they are written again and again, to begin one from; amounts may be left open.':
    'बार-बार लिखी जाने वाली प्रविष्टियाँ, जिनसे नई प्रविष्टि शुरू की जाए; राशियाँ खाली छोड़ी जा सकती हैं।',
  'Line of an entry template': 'प्रविष्टि के नमूने की पंक्ति',
  'Lines of entry templates': 'प्रविष्टि के नमूनों की पंक्तियाँ',
  Template: 'नमूना',
  'Name of the template': 'नमूने का नाम',
  'As the narration unless told.': 'न बताएँ तो विवरण जैसा।',
  'With its amounts': 'राशियों के साथ',
  'Without them whoever begins an entry says how much.': 'राशियाँ न रखें तो प्रविष्टि शुरू करने वाला राशि बताएगा।',
  'Save as a template': 'नमूने के रूप में सहेजें',
  'Entries like it may then be begun from the template.': 'फिर ऐसी प्रविष्टियाँ इस नमूने से शुरू की जा सकती हैं।',
  'As the template says unless told.': 'न बताएँ तो नमूने जैसा।',
  'Begin an entry': 'प्रविष्टि शुरू करें',
  'Writes a draft with the lines of the template. It counts once it is posted.': 'नमूने की पंक्तियों से मसौदा लिखता है। दर्ज होने पर ही वह गिना जाता है।',
  'This template has no lines yet. Give it some first.': 'इस नमूने में अभी कोई पंक्ति नहीं है। पहले पंक्तियाँ दें।',
} as const
