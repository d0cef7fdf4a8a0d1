/** Hindi of letters by which people sign in or show that an address is theirs. */
export const letterWords: { readonly [english: string]: string } = {
  'Is this your address?': 'क्या यह पता आपका है?',
  'The password was changed meanwhile, elsewhere. Sign in again.': 'इस बीच पासवर्ड कहीं और बदल दिया गया। फिर से साइन इन करें।',
  'No mail server of the installation is set. Whoever runs the server can set one.': 'इंस्टॉलेशन का कोई मेल सर्वर सेट नहीं है। सर्वर चलाने वाला इसे सेट कर सकता है।',
  'This link is for another sign-in. Sign in as whoever asked for it, or do nothing if that was not you.':
    'यह लिंक किसी और साइन-इन के लिए है। जिसने इसे माँगा है उसी से साइन इन करें; यदि वह आप नहीं थे, तो कुछ न करें।',
  'Open this link within a day, where you are signed in to Sangam, to show that this address is yours: {link}\n\nIf you did not ask for it, do nothing.':
    'यह दिखाने के लिए कि यह पता आपका है, इस लिंक को एक दिन के भीतर वहाँ खोलें जहाँ आप Sangam में साइन इन हैं: {link}\n\nयदि आपने यह नहीं माँगा, तो कुछ न करें।',
}
