/**
 * PORT: how far each polled or streamed source has been read.
 *
 * `save` is called only after everything up to the cursor stands in the log. A store may lose the latest saves:
 * the source then sends those events again, and their ids make that harmless. So `save` need not be durable,
 * and neither call may fail for a reason that the source could not survive.
 */
export interface CursorStore {
  load(key: string): Promise<string | undefined>
  save(key: string, cursor: string): Promise<void>
}
