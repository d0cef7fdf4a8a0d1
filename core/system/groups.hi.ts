/** What is said of groups that are exported, in Hindi; the shell says the same words the same way. */
export const groupWords: { readonly [english: string]: string } = {
  'A file holds at most {most} groups. Choose coarser groups, or a condition.': 'एक फ़ाइल में अधिक से अधिक {most} समूह आते हैं। बड़े समूह चुनें, या कोई शर्त लगाएँ।',
  'A report is given as csv, xlsx or pdf.': 'रिपोर्ट csv, xlsx या pdf में मिलती है।',
  'Groups are exported as csv or xlsx.': 'समूह csv या xlsx में निर्यात होते हैं।',
  'Number of records': 'रिकॉर्ड की संख्या',
  Largest: 'अधिकतम',
  Smallest: 'न्यूनतम',
  Sum: 'योग',
  day: 'दिन',
  week: 'सप्ताह',
  month: 'महीना',
  quarter: 'तिमाही',
  year: 'वर्ष',
  'fiscal year': 'वित्त वर्ष',
  'fiscal quarter': 'वित्तीय तिमाही',
}
