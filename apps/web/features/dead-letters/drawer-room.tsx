import type { ReactNode } from 'react'

/** Payloads side by side take room: this drawer is wider than others, and stays below the console's header. */
export const DrawerRoom = ({ children }: { children: ReactNode }) => (
  <div className="contents [&>aside]:top-16! [&>aside]:max-h-[calc(100dvh-5.25rem)]! [&>aside]:w-[clamp(28rem,48%,54rem)]!">
    {children}
  </div>
)
