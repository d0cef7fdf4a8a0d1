/** The letters that companies begin with: they are theirs to change. */
export const usualLevels = [
  {
    name: 'Friendly reminder',
    days: 7,
    subject: 'Payment of {amount} to {company}',
    body: 'Dear {party},\n\nthis may have escaped your notice: by {date} we have not received the payment of\n\n{documents}\n\nPlease let us have {amount} in the next few days. If you have paid meanwhile, accept our thanks. A statement of your account is enclosed.\n\n{company}',
    subjectHindi: '{company} को {amount} का भुगतान',
    bodyHindi:
      'प्रिय {party},\n\nसंभवतः यह आपके ध्यान से रह गया है: {date} तक हमें यह भुगतान नहीं मिला है\n\n{documents}\n\nकृपया अगले कुछ दिनों में {amount} का भुगतान कर दें। यदि आप भुगतान कर चुके हैं तो धन्यवाद। आपके खाते का विवरण साथ में है।\n\n{company}',
  },
  {
    name: 'Second reminder',
    days: 21,
    subject: 'Second reminder: {amount} to {company}',
    body: 'Dear {party},\n\nwe have written to you about this before. Still open on {date}:\n\n{documents}\n\nPlease pay {amount} within seven days, or tell us what stands against it. A statement of your account is enclosed.\n\n{company}',
    subjectHindi: 'दूसरा स्मरण: {company} को {amount}',
    bodyHindi:
      'प्रिय {party},\n\nइस बारे में हम आपको पहले लिख चुके हैं। {date} को अब भी बकाया:\n\n{documents}\n\nकृपया सात दिनों में {amount} का भुगतान करें, या बताएँ कि क्या बाधा है। आपके खाते का विवरण साथ में है।\n\n{company}',
  },
  {
    name: 'Last reminder',
    days: 45,
    subject: 'Last reminder: {amount} to {company}',
    body: 'Dear {party},\n\nin spite of our reminders we have not received what has been due for up to {days} days:\n\n{documents}\n\nIf {amount} does not reach us within seven days, we stop deliveries on credit. A statement of your account is enclosed.\n\n{company}',
    subjectHindi: 'अंतिम स्मरण: {company} को {amount}',
    bodyHindi:
      'प्रिय {party},\n\nहमारे स्मरण-पत्रों के बाद भी {days} दिन तक से बकाया यह भुगतान हमें नहीं मिला है:\n\n{documents}\n\nयदि {amount} सात दिनों में हम तक नहीं पहुँचता, तो हम उधार पर माल देना रोक देंगे। आपके खाते का विवरण साथ में है।\n\n{company}',
  },
]
