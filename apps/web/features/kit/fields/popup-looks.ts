/** Lists that open below a control: menus, selects, comboboxes. */
export const popupLook =
  'z-50 max-h-[min(24rem,var(--available-height))] min-w-[max(var(--anchor-width),11rem)] max-w-[min(26rem,var(--available-width))] overflow-y-auto overscroll-contain rounded-xl border border-line-strong bg-surface p-1 text-ink shadow-xl outline-none'

export const itemLook =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-lg px-2.5 text-[0.8125rem] outline-none data-highlighted:bg-raised'
