import { translations } from '@sangam/sdk'

/** Hindi as offices speak it. */
export const hindi = translations('hi', {
  Items: 'वस्तुएँ', 'Goods and services with their units, prices and tax codes.': 'माल और सेवाएँ, उनकी इकाइयों, कीमतों और कर कोड के साथ।',
  Unit: 'इकाई', Units: 'इकाइयाँ', 'In what things are counted, weighed and measured.': 'जिसमें चीज़ें गिनी, तौली और नापी जाती हैं।', Name: 'नाम', Code: 'कोड', 'As on GST returns, such as NOS or KGS.': 'जैसा GST रिटर्न में हो, जैसे NOS या KGS।',
  Item: 'वस्तु', 'Goods and services that are bought, made or sold.': 'माल और सेवाएँ जो खरीदी, बनाई या बेची जाती हैं।', 'Its number in your catalogue; an import updates by it.': 'आपकी सूची में इसका नंबर; आयात इसी से अपडेट करता है।',
  Kind: 'प्रकार', Goods: 'माल', Service: 'सेवा', Services: 'सेवाएँ', Category: 'श्रेणी', 'The series or family it belongs to.': 'जिस शृंखला या समूह की हो।', 'Sales price': 'बिक्री मूल्य',
  'Tax category': 'कर श्रेणी', 'The rate of a day follows from it.': 'किसी दिन की दर इसी से तय होती है।', 'Standard rate': 'मानक दर', 'Merit rate': 'रियायती दर', 'Demerit rate': 'उच्च दर', 'Nil rated': 'शून्य दर', Exempt: 'कर मुक्त', 'Outside GST': 'GST के बाहर',
  Active: 'सक्रिय', 'Off for what is no longer sold.': 'जो अब नहीं बिकता, उसके लिए बंद करें।', Description: 'विवरण', 'Other units': 'अन्य इकाइयाँ', 'Tax codes': 'कर कोड', 'Tax code': 'कर कोड', Conversion: 'इकाई परिवर्तन', Conversions: 'इकाई परिवर्तन',
  Holds: 'बराबर', 'One of this unit holds so many of the item’s own, …': 'इस एक इकाई में वस्तु की अपनी इकाई कितनी, …', 'Divided by': 'भाग',
  '… divided by this. A box of 12: 12 and 1. A gram, where the item is kept in kilograms: 1 and 1000.': '… इससे भाग देकर। 12 का डिब्बा: 12 और 1। वस्तु किलोग्राम में हो तो ग्राम: 1 और 1000।',
  'HSN or SAC': 'HSN या SAC', 'Four, six or eight digits.': 'चार, छह या आठ अंक।', 'Valid from': 'कब से मान्य', 'Valid to': 'कब तक मान्य',
  'Items manager': 'वस्तु प्रबंधक', 'Keeps goods, services, prices and units.': 'माल, सेवाएँ, कीमतें और इकाइयाँ सँभालता है।', 'Items reader': 'वस्तु पाठक', 'Sees goods, services and their prices.': 'माल, सेवाएँ और उनकी कीमतें देखता है।',
  'By category': 'श्रेणी के अनुसार', 'No longer sold': 'अब नहीं बिकते', 'Set-up': 'व्यवस्था', Tax: 'कर',
  'An HSN or SAC code has four, six or eight digits.': 'HSN या SAC कोड में चार, छह या आठ अंक होते हैं।', 'It can’t end before it begins. Correct one of the days.': 'अंत शुरुआत से पहले नहीं हो सकता। कोई एक तारीख सुधारें।',
  'An item’s own unit needs no conversion. Take that line out.': 'वस्तु की अपनी इकाई को परिवर्तन नहीं चाहिए। वह पंक्ति हटाएँ।', 'Two tax codes hold on the same day. End one before the other begins.': 'एक ही दिन दो कर कोड लागू हैं। दूसरे के शुरू होने से पहले पहला समाप्त करें।',
  Number: 'संख्या', Piece: 'नग', Set: 'सेट', Box: 'डिब्बा', Kilogram: 'किलोग्राम', Gram: 'ग्राम', Metre: 'मीटर', 'Square metre': 'वर्ग मीटर', Litre: 'लीटर', Hour: 'घंटा', Day: 'दिन', Month: 'महीना',
})
