/**
 * Above what a record of ours may have. Below it a batch has under 120,000 records, of which the smallest has nine bytes:
 * kafkajs passes those of one batch on as arguments, and throws where the stack does not hold them.
 */
export const maxMessageBytes = 1_048_576 + 12_288
/** The broker inflates what anybody compressed, so that its limit is that of what is read. */
export const requiredLimits = {
  'max.message.bytes': String(maxMessageBytes),
  'compression.type': 'uncompressed',
}
