import { translations } from '@sangam/sdk'

export const hindi = translations('hi', {
  Commission: 'कमीशन',
  'What a seller gets for a lead that was won, more where the customer is loyal.': 'जीते हुए लीड पर विक्रेता को क्या मिलता है; वफ़ादार ग्राहक पर ज़्यादा।',
  Share: 'कमीशन का हिस्सा',
  Lead: 'लीड',
  Seller: 'विक्रेता',
  Customer: 'ग्राहक',
  Day: 'दिन',
  Rate: 'दर',
  State: 'स्थिति',
  Due: 'बाकी',
  Paid: 'चुकाया',
  'Of the value': 'मूल्य का',
  'Of the value, where the customer is gold': 'मूल्य का, जब ग्राहक स्वर्ण हो',
  Loyalty: 'वफ़ादारी',
  'By seller and month': 'विक्रेता और महीने के हिसाब से',
  'Commission report': 'कमीशन रिपोर्ट',
  'By seller': 'विक्रेता के हिसाब से',
  'Seller on commission': 'कमीशन पर विक्रेता',
  'Pays commission': 'कमीशन चुकाने वाला',
})
