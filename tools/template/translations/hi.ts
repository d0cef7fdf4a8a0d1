import { translations } from '@sangam/sdk'

/** Every text that people see, under its English. The first lines are the names of your records: say them in Hindi. */
export const hindi = translations('hi', {
  Things: 'रिकॉर्ड',
  Thing: 'रिकॉर्ड',
  'What it is for, in a sentence.': 'यह किस काम का है, एक वाक्य में।',
  Name: 'नाम',
  Owner: 'ज़िम्मेदार',
  Worth: 'मूल्य',
  State: 'स्थिति',
  Open: 'खुला',
  Done: 'हो गया',
  Notes: 'टिप्पणी',
  'Write what came of it.': 'लिखें कि नतीजा क्या रहा।',
  'Choose a day of this century.': 'इस सदी का कोई दिन चुनें।',
  Finish: 'पूरा करें',
  Work: 'काम',
  Mine: 'मेरे',
  'This week': 'इस सप्ताह',
  Member: 'सदस्य',
  Manager: 'प्रबंधक',
})
