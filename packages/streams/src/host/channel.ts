/** A duplex to one other process of this host: messages arrive whole and in order, or not at all. */
export interface HostChannel {
  /** `taken` is called once the message has left this process; it waits where the other one does not read. */
  send(message: object, taken: () => void): void
  onMessage(listener: (message: unknown) => void): void
  /** The other process, or the way to it, is gone for good. */
  onClose(listener: () => void): void
}
