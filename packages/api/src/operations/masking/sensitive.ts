/** Stands where a sensitive value was. */
export const hiddenMarker = '•••• hidden'

/** Names of fields that tell of a person or open a door, without case, `_` and `-`. */
const sensitiveNames =
  /^(author|authors|username|handle|nickname|e?mail|emails|emailaddress|phone|phones|phonenumber|mobile|telephone|address|streetaddress|postaladdress|homeaddress|street|zip|zipcode|postcode|postalcode|birth|birthdate|birthday|dateofbirth|dob|ip|ips|ipaddress|clientip|remoteaddress|deviceid|device|imei|macaddress|advertisingid|token|accesstoken|refreshtoken|idtoken|apikey|secret|clientsecret|password|passwd|passphrase|pin|credential|credentials|authorization|authorisation|cookie|cookies|sessionid|ssn|passport|passportnumber|nationalid|taxid|iban|accountnumber|cvc|cvv|pan|heartrate|heartratebpm|bloodpressure|medical|health|diagnosis|weight|weightkg)$/
const sensitiveEndings =
  /(email|password|secret|token|apikey|phonenumber|birthdate|cardnumber|cardno|cardholder|cardcode|cardexpiry|ipaddress|deviceid|heartrate)$/

/** Whether a field of this name is hidden whatever it holds; `card` alone may be a yellow one. */
export function isSensitiveName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return sensitiveNames.test(plain) || sensitiveEndings.test(plain)
}

/** A payment card under the name `card`; what a referee shows is text without digits. */
export function isPaymentCard(name: string, value: unknown): boolean {
  if (!/^(card|creditcard|debitcard|paymentcard|bankcard)$/.test(name.toLowerCase().replace(/[^a-z]/g, '')))
    return false
  return typeof value === 'string' ? /\d/.test(value) : value !== null && typeof value !== 'boolean'
}

const emails =
  /[^\s"'<>()[\]{},;:\\/@]{1,64}@[^\s"'<>()[\]{},;:\\/@]{1,253}\.[^\s"'<>()[\]{},;:\\/@.]{2,63}/gu
/** Thirteen to nineteen digits that begin as cards do, in groups or in one. */
const cards = /(?<!\d)[2-6]\d{3}(?:[ -]?\d){9,15}(?!\d)/g

const isCard = (text: string): boolean => {
  const digits = text.replace(/\D/g, '')
  if (digits.length < 13 || digits.length > 19) return false
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.at(-1 - index))
    const doubled = digit * 2
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether a text holds an e-mail address or the number of a payment card. */
export function looksSensitive(text: string): boolean {
  return (mayHoldEmail(text) && text.search(emails) >= 0) || (text.match(cards) ?? []).some(isCard)
}

/** A megabyte without one is not looked through 64 characters at each place. */
const mayHoldEmail = (text: string): boolean => text.includes('@')

/** A text for people with its e-mail addresses and card numbers hidden, such as an error's message. */
export function maskText(text: string): string {
  const named = mayHoldEmail(text) ? text.replace(emails, hiddenMarker) : text
  return named.replace(cards, found => (isCard(found) ? hiddenMarker : found))
}

/** As `name: value` stands in bytes that are no whole JSON; in quotes, escaped or bare. */
const namedValues =
  /(["']?)([A-Za-z][\w-]{1,63})\1(\s{0,8}[:=]\s{0,8})("(?:[^"\\]|\\[\s\S])*(?:"|$)|'[^']*(?:'|$)|[^\s,;&"'{}[\]]+)/g

/** Text that is no JSON, such as a broken record: its named sensitive values, e-mail addresses and card numbers hidden. */
export function maskLooseText(text: string): string {
  const named = text.replace(
    namedValues,
    (whole, quote: string, name: string, middle: string, value: string) =>
      isSensitiveName(name) || isPaymentCard(name, value)
        ? `${quote}${name}${quote}${middle}"${hiddenMarker}"`
        : whole,
  )
  return maskText(named)
}
