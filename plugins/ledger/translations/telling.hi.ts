/** What lines tell beside their amounts, in Hindi. */
export const tellingHindi = {
  Item: 'वस्तु',
  'What was bought or sold, as it was called then.': 'क्या ख़रीदा या बेचा गया, जैसा तब कहलाता था।',
  'Kind of item': 'वस्तु का प्रकार',
  'Record of the item': 'वस्तु का रिकॉर्ड',
  Quantity: 'मात्रा',
  'How much of it. It has the sign of its line: of a credit it counts below nothing.': 'कितना। चिह्न पंक्ति का होता है: जमा में शून्य से कम गिना जाता है।',
  Unit: 'इकाई',
  'In what it is counted, such as NOS or KGS.': 'किसमें गिना जाता है, जैसे NOS या KGS।',
  'Our tax number': 'हमारा कर नंबर',
  'Under which the line is told to the state, such as a GSTIN.': 'जिसके अंतर्गत पंक्ति सरकार को बताई जाती है, जैसे GSTIN।',
  'Say how much it is of that unit, or leave the unit empty.': 'उस इकाई में मात्रा लिखें, या इकाई खाली छोड़ दें।',
} as const
