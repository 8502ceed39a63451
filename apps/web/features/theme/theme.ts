export const themeCookie = 'touchline-theme'
export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The theme a reader chose; undefined leaves it to their system. */
export const themeFrom = (text: string | undefined): Theme | undefined => themes.find(theme => theme === text)
